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
    visits={
        "baseline": "before", "1 day": "1 day", "1 week": "1 week",
        "1 month": "1 month", "3 months": "3 months", "6 months": "6 months",
    },
    values={
        "CT": "CT-guided", "DSA": "DSA-guided", "M": "Male", "F": "Female",
        "success": "Yes", "no success": "No", "leak": "Yes", "no leak": "No",
        "lung": "Lung", "breast": "Breast", "liver": "Liver", "prostate": "Prostate", "kidney": "Kidney",
        "other": "Other",
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
    visits={
        "baseline": "术前", "1 day": "术后1天", "1 week": "术后1周",
        "1 month": "术后1个月", "3 months": "术后3个月", "6 months": "术后6个月",
    },
    values={
        "CT": "CT引导", "DSA": "DSA引导", "M": "男", "F": "女",
        "success": "是", "no success": "否", "leak": "有", "no leak": "无",
        "lung": "肺癌", "breast": "乳腺癌", "liver": "肝癌", "prostate": "前列腺癌", "kidney": "肾癌", "other": "其他",
    },
    missing={"lost": "失访", "died": "死亡", "slash": "/", "empty": None},
)  # fmt: skip

LANGUAGES = {"en": ENGLISH, "zh": CHINESE}
