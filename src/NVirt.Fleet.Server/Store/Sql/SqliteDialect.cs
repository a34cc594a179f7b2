using System.Globalization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>SQLite's words. There is one writer at a time, so nothing needs a lock; changes are counted in a table.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["id"] = "INTEGER PRIMARY KEY AUTOINCREMENT",
        ["number"] = "INTEGER",
        ["bytes"] = "BLOB",
        ["by host_id"] = "WITHOUT ROWID",
        ["parts of guest"] = string.Empty,
        ["counter of changes"] = "CREATE TABLE change_count (n INTEGER NOT NULL); INSERT INTO change_count VALUES (1);",
    };

    public override string Mark => "(SELECT n FROM change_count)";

    public override string NextMark => "(SELECT n + 1 FROM change_count)";

    public override string ForUpdate => string.Empty;

    public override string ParameterName(int number) => string.Create(CultureInfo.InvariantCulture, $"${number}");

    public override string Texts(string array) => $"SELECT value FROM json_each({array})";

    public override string NumbersIn(string table, string column) => $"SELECT j.value AS id FROM {table}, json_each({table}.{column}) j";

    public override string Lock(SqlLock name) => string.Empty;
}
