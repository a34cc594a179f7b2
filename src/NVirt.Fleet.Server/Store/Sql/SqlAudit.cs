namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>What somebody did.</summary>
internal static class SqlAudit
{
    public static Task<int> AddAsync(SqlSession session, NewAudit audit, CancellationToken cancellation) => session.ExecuteAsync(
        "INSERT INTO audit (time, who, action, target, detail) VALUES ($1, $2, $3, $4, $5)",
        cancellation, SqlValues.From(audit.Time), audit.Who, audit.Action, audit.Target, audit.Detail);

    public static async Task<IReadOnlyList<StoredAudit>> ReadAsync(
        SqlSession session, long? before, int limit, CancellationToken cancellation) =>
        await session.RowsAsync(
            "SELECT id, time, who, action, target, detail FROM audit WHERE id < $1 ORDER BY id DESC LIMIT $2",
            r => new StoredAudit(
                r.GetInt64(0), SqlValues.Time(r.GetInt64(1)), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5)),
            cancellation, before ?? long.MaxValue, (long)limit);
}
