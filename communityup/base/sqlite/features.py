"""What our SQLite can do. Django asks the standard library's version, which may be an older one."""

from django.db.backends.sqlite3.features import DatabaseFeatures as StockFeatures


class DatabaseFeatures(StockFeatures):
    """Features of every SQLite that the driver accepts."""

    can_alter_table_drop_column = True
    can_return_columns_from_insert = True  # a cached property in Django's class, which asks the wrong SQLite
    can_return_rows_from_bulk_insert = True
