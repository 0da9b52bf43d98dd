# Die E-Mail, die einen Bericht bringt.

mail-week = Kalenderwoche { $number }/{ $year }
mail-subject = { $name }: Bericht zur { $week }
mail-body =
    Guten Tag,

    anbei finden Sie den Wochenbericht von { $name } zur { $week }: als Seite für den Browser, als PDF zum Drucken und als Arbeitsmappe mit den Tabellen, soweit Sie diese bestellt haben.

    Er enthält Gesundheitsdaten der Menschen in Behandlung. Bitte bewahren Sie ihn dort auf, wo nur Berechtigte ihn lesen können, und leiten Sie ihn nicht mit unverschlüsselter E-Mail weiter.

    Diese E-Mail hat ein Programm geschrieben. Antworten darauf werden möglicherweise nicht gelesen.
