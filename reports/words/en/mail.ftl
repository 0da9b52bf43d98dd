# The mail that brings a report.

mail-week = week { $number } of { $year }
mail-subject = { $name }: report of { $week }
mail-body =
    The weekly report of { $name } for { $week } is attached: as a page to open in a browser, as a PDF to print, and as a workbook with its tables, as far as you asked for them.

    It holds health information of the people in care. Please keep it where only those who may read it can, and don’t send it on by unencrypted mail.

    This mail was written by a program. Replies to it may not be read.
