"""What the demo and the template say in English and in Chinese: headers, values, missing codes, comments."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language of the workbooks."""

    demo_title: str
    demo_sheet: str
    about_sheet: str
    about: tuple[str, ...]
    template_title: str
    number: tuple[str, str]  # header and its comment, here and below
    method: tuple[str, str]
    sex: tuple[str, str]
    age: tuple[str, str]
    tumour: tuple[str, str]
    cement: tuple[str, str]
    vas_header: str
    vas_comment: str
    odi_header: str
    odi_comment: str
    success: tuple[str, str]
    leak: tuple[str, str]
    date: tuple[str, str]
    leak_place: tuple[str, str]
    detection: tuple[str, str]
    complication: tuple[str, str]
    distribution: tuple[str, str]
    phase: tuple[str, str]
    injection_time: tuple[str, str]
    operation_time: tuple[str, str]
    fluoroscopy_time: tuple[str, str]
    opioid_before: tuple[str, str]
    opioid_after: tuple[str, str]
    visits: dict[str, str]
    values: dict[str, str]  # methods, sexes, yes and no, tumours
    missing: dict[str, str | None]


ENGLISH = Words(
    demo_title="Synthetic registry for demonstration, no real patient: cementoplasty of the ilium, CT or DSA guidance",
    demo_sheet="Patients",
    about_sheet="About",
    about=(
        "Synthetic data: no real patient. Made by data/make_demo.py of Trocar with a fixed seed.",
        "Shaped like Song 2017, Chin J Tissue Eng Res 21(27):4379-4384, doi 10.3969/j.issn.2095-4344.2017.27.020.",
        "Both methods were drawn from the same distribution: any difference between them is chance.",
        "Cement leakage is 3 of 64 as in that paper; published rates are 8 to 46%.",
        "Dates, complications, cement distribution, injection, times and opioid doses are invented; not in that paper.",
        "VAS 0 to 10 in halves. ODI in percent, not recorded on the first day. Cement in mL.",
        "A score that was not obtained: lost to follow-up, died, / or an empty cell.",
    ),
    template_title="Registry template for Trocar: one row per patient; point at a header to read what to write",
    number=("No.", "A running number. No name, no ID number, no hospital number."),
    method=("Guidance", "How the puncture was guided: CT, DSA, fluoroscopy, CBCT ... One word per method."),
    sex=("Sex", "Male or Female."),
    age=("Age", "Age at the procedure, in completed years."),
    tumour=("Primary tumour", "Lung, Breast, Liver, Prostate, Kidney, Other ..."),
    cement=("Cement volume (mL)", "Bone cement injected, in mL, for example 5.5."),
    vas_header="VAS {visit}",
    vas_comment="Pain on the visual analogue scale, 0 (none) to 10 (worst), points. "
    "Not obtained: lost to follow-up, died, or leave empty.",
    odi_header="ODI {visit} (%)",
    odi_comment="Oswestry Disability Index in percent, 0 (none) to 100 (worst). "
    "Not obtained: lost to follow-up, died, or leave empty.",
    success=("Technical success", "Yes or No: needle placed and cement delivered as planned."),
    leak=("Cement leakage", "Yes or No: any cement outside the bone, with or without symptoms."),
    date=("Procedure date", "Date of the procedure, for example 2014-03-04."),
    leak_place=(
        "Leakage location",
        "Where the cement leaked: soft tissue, joint, vein, disc, canal ... Leave empty without a leak.",
    ),
    detection=("Leakage looked for by", "How leakage was looked for: CT, radiographs, fluoroscopy only ..."),
    complication=("Complications", "The worst complication by CIRSE grade (grade 1 to 6), or none."),
    distribution=("Cement distribution", "How the cement fills the lesion on CT: good, fair, poor."),
    phase=("Injection phase", "Phase of the cement at injection: early (liquid), middle (paste), late (dough)."),
    injection_time=("Injection time (min)", "Minutes of cement injection, for example 4.5."),
    operation_time=("Procedure time (min)", "Minutes from skin puncture to the end."),
    fluoroscopy_time=("Fluoroscopy time (min)", "Minutes of fluoroscopy or CT fluoroscopy."),
    opioid_before=(
        "Opioid dose before (mg/day)",
        "Oral morphine equivalent per day before the procedure, in mg; 0 where none is taken.",
    ),
    opioid_after=(
        "Opioid dose 1 month (mg/day)",
        "Oral morphine equivalent in mg per day, 1 month after; 0 where none. Else empty, lost to follow-up or died.",
    ),
    visits={
        "baseline": "before", "1 day": "1 day", "1 week": "1 week",
        "1 month": "1 month", "3 months": "3 months", "6 months": "6 months",
    },
    values={
        "CT": "CT-guided", "DSA": "DSA-guided", "M": "Male", "F": "Female",
        "success": "Yes", "no success": "No", "leak": "Yes", "no leak": "No",
        "lung": "Lung", "breast": "Breast", "liver": "Liver", "prostate": "Prostate", "kidney": "Kidney",
        "other": "Other",
        "soft tissue": "soft tissue",
        "joint": "joint",
        "looked for by CT": "CT",
        "none": "none",
        "grade 1": "grade 1",
        "grade 2": "grade 2",
        "grade 3": "grade 3",
        "good": "good",
        "fair": "fair",
        "poor": "poor",
        "early": "early",
        "middle": "middle",
        "late": "late",
    },
    missing={"lost": "lost to follow-up", "died": "died", "slash": "/", "empty": None},
)  # fmt: skip

CHINESE = Words(
    demo_title="模拟示例登记表（synthetic，非真实患者）：CT或DSA引导下髂骨转移瘤经皮骨成形术",
    demo_sheet="患者登记",
    about_sheet="说明",
    about=(
        "模拟数据（synthetic），不含任何真实患者。由Trocar的data/make_demo.py以固定随机种子生成。",
        "参照Song 2017，中国组织工程研究21(27):4379-4384，doi 10.3969/j.issn.2095-4344.2017.27.020。",
        "两种引导方式的数据取自同一分布，组间差异均为随机误差。",
        "骨水泥渗漏按该文为3/64；文献报道的渗漏率为8%～46%。",
        "手术日期、并发症、骨水泥分布、注射情况、时间及阿片类用量均为模拟，原文未报道。",
        "VAS为0～10分，精确到0.5分；ODI以百分数表示，术后1天未评估；骨水泥注入量单位为mL。",
        "未取得的评分记为：失访、死亡、/ 或空白。",
    ),
    template_title="Trocar登记表模板：每例患者一行；鼠标指向表头可查看填写说明",
    number=("编号", "流水号。请勿填写姓名、身份证号、住院号。"),
    method=("引导方式", "穿刺的影像引导方式：CT、DSA、透视、CBCT等，同一方式写法一致。"),
    sex=("性别", "男或女。"),
    age=("年龄", "手术时年龄，周岁。"),
    tumour=("原发肿瘤", "肺癌、乳腺癌、肝癌、前列腺癌、肾癌、其他等。"),
    cement=("骨水泥注入量(mL)", "骨水泥注入量，单位mL，例如5.5。"),
    vas_header="{visit}VAS",
    vas_comment="疼痛视觉模拟评分，0分（无痛）至10分（最痛），单位：分。未取得时填失访、死亡或留空。",
    odi_header="{visit}ODI(%)",
    odi_comment="Oswestry功能障碍指数，百分数，0（无障碍）至100（最重）。未取得时填失访、死亡或留空。",
    success=("技术成功", "是或否：穿刺到位并按计划注入骨水泥。"),
    leak=("骨水泥渗漏", "有或无：骨外任何部位出现骨水泥，无论有无症状。"),
    date=("手术日期", "手术日期，例如2014-03-04。"),
    leak_place=("渗漏部位", "骨水泥渗漏的部位：软组织、关节、静脉、椎间盘、椎管等；无渗漏则留空。"),
    detection=("渗漏检查方式", "如何检查渗漏：CT、X线平片、仅术中透视等。"),
    complication=("并发症", "最严重并发症的CIRSE分级（1级至6级），无则填“无”。"),
    distribution=("骨水泥分布", "CT所示骨水泥在病灶内的充填情况：好、中、差。"),
    phase=("骨水泥注射时相", "注射时骨水泥所处时相：稀薄期、黏稠期、面团期。"),
    injection_time=("骨水泥注射时间(min)", "骨水泥注射用时，单位min，例如4.5。"),
    operation_time=("手术时间(min)", "自穿刺至结束的时间，单位min。"),
    fluoroscopy_time=("透视时间(min)", "X线透视或CT透视时间，单位min。"),
    opioid_before=("术前阿片类用量(mg/d)", "术前每日阿片类药物用量，口服吗啡当量，单位mg；未用填0。"),
    opioid_after=(
        "术后1个月阿片类用量(mg/d)",
        "术后1个月每日阿片类药物用量，口服吗啡当量，单位mg；未用填0。未取得时填失访、死亡或留空。",
    ),
    visits={
        "baseline": "术前", "1 day": "术后1天", "1 week": "术后1周",
        "1 month": "术后1个月", "3 months": "术后3个月", "6 months": "术后6个月",
    },
    values={
        "CT": "CT引导", "DSA": "DSA引导", "M": "男", "F": "女",
        "success": "是", "no success": "否", "leak": "有", "no leak": "无",
        "lung": "肺癌", "breast": "乳腺癌", "liver": "肝癌", "prostate": "前列腺癌", "kidney": "肾癌", "other": "其他",
        "soft tissue": "软组织",
        "joint": "关节",
        "looked for by CT": "CT复查",
        "none": "无并发症",
        "grade 1": "1级",
        "grade 2": "2级",
        "grade 3": "3级",
        "good": "好",
        "fair": "中",
        "poor": "差",
        "early": "稀薄期",
        "middle": "黏稠期",
        "late": "面团期",
    },
    missing={"lost": "失访", "died": "死亡", "slash": "/", "empty": None},
)  # fmt: skip

LANGUAGES = {"en": ENGLISH, "zh": CHINESE}
