# The workbook beside a report.

workbook-front = About
workbook-contents = The sheets of this workbook:
workbook-row = Row
workbook-part = { $column }: { $role ->
    [lower] lower limit
    [upper] upper limit
    [part] counted
   *[whole] out of
}
workbook-columns = Columns
workbook-columns-caption = What the columns of each sheet mean
workbook-sheet = Sheet
workbook-column = Column
workbook-meaning = What it means
workbook-numbers = Numbers
workbook-numbers-caption = Every number of the report with its id: rapport explain and the id tell where it comes from
workbook-id = Id
workbook-as-written = As written
workbook-value = Value
workbook-where = Where it stands
workbook-sentence = Sentence, or row and column
workbook-day-format = yyyy-mm-dd
workbook-moment-format = yyyy-mm-dd hh:mm
