using System.Globalization;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Heartbeats, and how reports of one host follow each other.</summary>
internal static class SqlBeats
{
    private const long ClocksDiffer = TimeSpan.TicksPerHour;

    /// <summary>How many of a host's boots that are over are known.</summary>
    public const int KeptBoots = 16;

    /// <summary>Notes a heartbeat.</summary>
    public static async Task<StoredResult> BeatAsync(SqlSession session, HostBeat beat, CancellationToken cancellation)
    {
        var host = (await session.RowsAsync(
            "SELECT id, boot_id, seq, digest, former_boots FROM host WHERE name = $1",
            r => (Id: r.GetInt64(0), Boot: r.GetString(1), Seq: r.GetInt64(2), Digest: r.GetString(3), Former: r.GetString(4)),
            cancellation, beat.Host)).FirstOrDefault();
        if (host.Id == 0)
        {
            return StoredResult.Changed;
        }

        StoredResult result = Judge(beat, host.Boot, host.Seq, host.Digest, host.Former);
        if (result == StoredResult.Done)
        {
            await session.ExecuteAllAsync([Seen(session, host.Id, beat.SeenAt)], cancellation);
        }

        return result;
    }

    /// <summary>What a heartbeat is to a host that is known.</summary>
    public static StoredResult Judge(HostBeat beat, string boot, long seq, string digest, string formerBoots) =>
        Order(beat.BootId, beat.Seq, boot, seq, formerBoots) switch
        {
            StoredResult.Duplicate when beat.Digest == digest => StoredResult.Done,
            StoredResult.Older => StoredResult.Older,
            _ => StoredResult.Changed,
        };

    /// <summary>Where a report stands to the last one: new (Done), the same (Duplicate) or older.</summary>
    public static StoredResult Order(string boot, long seq, string presentBoot, long presentSeq, string formerBoots)
    {
        if (boot != presentBoot)
        {
            return SqlValues.Texts(formerBoots).Contains(boot, StringComparer.Ordinal) ? StoredResult.Older : StoredResult.Done;
        }

        return seq == presentSeq ? StoredResult.Duplicate : seq < presentSeq ? StoredResult.Older : StoredResult.Done;
    }

    /// <summary>
    /// When a host was last heard of: an expression. The clocks of replicas differ a little; a time that is far in the future was noted
    /// before a clock was set, and says nothing.
    /// </summary>
    /// <param name="kept">The time that is kept.</param>
    /// <param name="told">The present.</param>
    public static string Later(string kept, string told) => string.Create(
        CultureInfo.InvariantCulture, $"CASE WHEN {kept} BETWEEN {told} AND {told} + {ClocksDiffer} THEN {kept} ELSE {told} END");

    /// <summary>A host that is known was heard of.</summary>
    public static SqlStatement Seen(SqlSession session, long host, DateTimeOffset time) => new(
        $"""
        INSERT INTO host_seen (host_id, seen_at, mark) VALUES ($1, $2, {session.Dialect.Mark})
        ON CONFLICT (host_id) DO UPDATE SET
            seen_at = {Later("host_seen.seen_at", "excluded.seen_at")},
            mark = excluded.mark
        """,
        host, SqlValues.From(time));
}
