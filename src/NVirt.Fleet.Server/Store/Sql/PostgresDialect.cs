using System.Globalization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// PostgreSQL's words. Transactions end in another order than they begin, so a mark is the transaction's number, and what is asked for next
/// is everything from the oldest transaction on that had not ended.
/// </summary>
internal sealed class PostgresDialect : SqlDialect
{
    private const int Parts = 64;

    /// <summary>Makes the keys of locks ours: "NVirt" in ASCII.</summary>
    private const long LockSpace = 0x4e56697274L << 8;

    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["id"] = "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        ["number"] = "bigint",
        ["bytes"] = "bytea",
        ["by host_id"] = "PARTITION BY HASH (host_id)",
        ["parts of guest"] = string.Concat(Enumerable.Range(0, Parts).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"CREATE TABLE guest_{i} PARTITION OF guest FOR VALUES WITH (MODULUS {Parts}, REMAINDER {i});\n"))),
        ["counter of changes"] = string.Empty,
    };

    public override string Mark => "(pg_current_xact_id()::text::bigint)";

    public override string NextMark => "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)";

    public override string ForUpdate => " FOR UPDATE";

    public override string ParameterName(int number) => string.Empty;

    public override string Texts(string array) => $"SELECT json_array_elements_text(({array})::json)";

    public override string NumbersIn(string table, string column) =>
        $"SELECT j.value::bigint AS id FROM {table}, json_array_elements_text({table}.{column}::json) j";

    public override string Lock(SqlLock name) =>
        string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockSpace + (long)name})");
}
