from __future__ import annotations

import pytest

from tests.intake.files import opened_rows, values

PATIENTS = [("P1", 0, 8, 4, 3), ("P2", 0, 7, 3, 2), ("P3", 1, 9, 5, 4), ("P4", 1, 6, 2, 1)]
"""Number, which method, and VAS at three visits; P1 and P4 had a leak."""

HEADERS = {
    "French": ("N° patient", "Méthode de guidage", "EVA préop", "EVA à 1 mois", "EVA 3ème mois", "Fuite de ciment",
               "sous scanner", "scopie", "oui", "non"),
    "French without accents": ("Numero patient", "Methode de guidage", "EVA avant traitement", "EVA apres 1 mois",
                               "EVA M3", "Fuite", "scanner", "scopie", "oui", "non"),
    "German": ("Pat.-Nr.", "Bildsteuerung", "VAS präoperativ", "VAS nach 1 Monat", "VAS nach 3 Monaten",
               "Zementleckage", "CT-gesteuert", "Durchleuchtung", "ja", "nein"),
    "Spanish": ("Paciente", "Método de guía", "EVA preoperatorio", "EVA al 1er mes", "EVA a los 3 meses",
                "Fuga de cemento", "TC", "Fluoroscopia", "Sí", "No"),
    "Italian": ("Paziente", "Guida", "VAS pre-operatorio", "VAS 1 mese", "VAS dopo 3 mesi", "Leakage di cemento",
                "TC", "Fluoroscopia", "Sì", "No"),
    "Dutch": ("Patiënt", "Beeldgeleiding", "VAS voor", "VAS na 1 maand", "VAS na 3 maanden", "Cementlekkage", "CT",
              "Doorlichting", "ja", "nee"),
    "Polish": ("Pacjent", "Metoda", "VAS przed zabiegiem", "VAS po 1 miesiącu", "VAS po 3 miesiącach", "Wyciek cementu",
               "CT", "fluoroscopy", "tak", "nie"),
    "Japanese": ("症例番号", "ガイド法", "VAS 術前", "VAS 術後1ヶ月", "VAS 術後3ヶ月",
                 "骨セメント漏出", "CTガイド下", "X線透視下", "あり", "なし"),
    "Swedish": ("Patient", "Metod", "VAS före", "VAS efter 1 månad", "VAS efter 3 månader", "Läckage", "CT-ledd",
                "genomlysning", "ja", "nej"),
    "Portuguese": ("Paciente", "Método de guiagem", "EVA pré-operatório", "EVA 1 mês", "EVA 3 meses",
                   "Extravasamento de cimento", "TC", "fluoroscopia", "sim", "não"),
    "Russian": ("Пациент", "Метод", "ВАШ до операции", "ВАШ через 1 месяц", "ВАШ через 3 месяца", "Утечка цемента",
                "КТ", "рентгеноскопия", "да", "нет"),
    "Traditional Chinese": ("個案編號", "導引方式", "視覺類比量表 術前", "視覺類比量表 術後1個月",
                            "視覺類比量表 術後3個月", "骨水泥滲漏", "電腦斷層導引", "螢光透視", "有", "無"),
    "Korean": ("환자번호", "유도방법", "VAS 시술전", "VAS 시술후 1개월", "VAS 시술후 3개월",
               "시멘트 누출", "CT 유도", "투시 유도", "있음", "없음"),
}  # fmt: skip


class TestLanguages:
    @pytest.mark.parametrize("language", HEADERS)
    def test_a_wide_file(self, language: str) -> None:
        """Methods, visits and leaks of a registry in another language are understood without a question."""
        patient, method, *visits, leakage, ct, fluoroscopy, yes, no = HEADERS[language]
        rows: list[list[str | int]] = [[patient, method, *visits, leakage]]
        rows += [
            [name, (ct, fluoroscopy)[which], *scores, yes if name in ("P1", "P4") else no]
            for name, which, *scores in PATIENTS
        ]

        result = opened_rows(rows)

        assert result.cohort is not None and not result.questions
        assert result.cohort.methods == ("CT", "Fluoroscopy")
        assert [values(result, "VAS", name) for name in ("baseline", "1 month", "3 months")] == [
            [one[place] for one in PATIENTS] for place in (2, 3, 4)
        ]
        leaks = result.cohort.events["leakage"]
        assert [leaks.levels[code] for code in leaks.code] == ["yes", "no", "no", "yes"]
