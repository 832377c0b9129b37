from django.db import connections, models, router


def hold_table(model: type[models.Model]) -> None:
    """Let no one else write a row of `model` before this transaction ends.

    Of two rows that only together make a circle, whoever comes second must see the first. On
    SQLite every transaction that writes is alone already; elsewhere what was read before is to be
    read again.
    """
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
