# Die E-Mail, die einen Bericht bringt.

mail-week = Kalenderwoche { $number }/{ $year }
mail-subject = { $name }: Bericht zur { $week }
mail-file = { $kind ->
    [html] als Seite für den Browser
    [pdf] als PDF zum Drucken
    [model-card] die Karte des Abbruchmodells als Seite
    [great-expectations] die Prüfungen beim Eingang als Seite
   *[xlsx] als Arbeitsmappe mit den Tabellen
}
mail-body =
    Guten Tag,

    anbei finden Sie { $audience ->
        [network] den Wochenbericht des Verbunds
        [quality] den Wochenbericht zu Lieferungen und Datenqualität
       *[clinic] den Wochenbericht von { $name }
    } zur { $week }: { $files }.

    { $audience ->
        [network] Seine Zahlen sind die, die innerhalb des Verbunds gezeigt werden dürfen; von einzelnen Menschen handelt keine. Bitte behalten Sie ihn dennoch innerhalb des Verbunds.
        [quality] Er nennt niemanden in Behandlung. Er handelt von einzelnen Einrichtungen und von kleinen Zahlen; bitte behalten Sie ihn daher im Qualitätsteam.
       *[clinic] Er enthält Gesundheitsdaten der Menschen in Behandlung unter den Kennungen der Einrichtung. Bitte bewahren Sie ihn dort auf, wo nur Berechtigte ihn lesen können, und leiten Sie ihn nicht mit unverschlüsselter E-Mail weiter.
    }

    Diese E-Mail hat ein Programm geschrieben. Antworten darauf werden möglicherweise nicht gelesen.
