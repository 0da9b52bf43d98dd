"""Every sentence that people read, by language, and how numbers and dates are written in it.

Belongs here: messages (`<language>/*.ftl`, Project Fluent) and the locale layer. Doesn't: deciding what to
say, which the pages do, or mark-up: a message is plain text.
"""
