using System.Security.Cryptography;
using System.Text;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>Classes of CPUs: each is kept once, and never changed.</summary>
internal static class SqlClasses
{
    public static async Task<IReadOnlyList<StoredClass>> ReadAsync(SqlSession session, long after, CancellationToken cancellation) =>
        await session.RowsAsync(
            """
            SELECT c.id, c.key, d.sha256, c.place FROM cpu_class c JOIN document d ON d.id = c.document_id WHERE c.id > $1 ORDER BY c.id
            """,
            r => new StoredClass(r.GetInt64(0), r.GetString(1), r.GetString(2), (int)r.GetInt64(3)), cancellation, after);

    /// <summary>The numbers of classes, as far as they are known.</summary>
    public static async Task<long?[]> FindAsync(SqlSession session, IReadOnlyList<NewClass> classes, CancellationToken cancellation)
    {
        long?[] numbers = new long?[classes.Count];
        for (int i = 0; i < classes.Count; i++)
        {
            numbers[i] = await FindAsync(session, classes[i].Key, cancellation);
        }

        return numbers;
    }

    /// <summary>The numbers of classes; those that are new are added.</summary>
    public static async Task<IReadOnlyList<long>> InternAsync(
        SqlSession session, IReadOnlyList<NewClass> classes, CancellationToken cancellation)
    {
        await session.LockAsync(SqlLock.Classes, cancellation);
        long[] numbers = new long[classes.Count];
        for (int i = 0; i < classes.Count; i++)
        {
            numbers[i] = await FindAsync(session, classes[i].Key, cancellation) ?? await AddAsync(session, classes[i], cancellation);
        }

        return numbers;
    }

    private static async Task<long> AddAsync(SqlSession session, NewClass added, CancellationToken cancellation)
    {
        Dictionary<string, long> documents = await SqlDocuments.KeepAsync(
            session, [new(added.Document, "class", added.DocumentGzip)], [], cancellation);
        return (await session.NumberAsync(
            "INSERT INTO cpu_class (digest, key, document_id, place) VALUES ($1, $2, $3, $4) RETURNING id",
            cancellation, DigestOf(added.Key), added.Key, documents[added.Document], (long)added.Place))!.Value;
    }

    private static async Task<long?> FindAsync(SqlSession session, string key, CancellationToken cancellation)
    {
        byte[] digest = DigestOf(key);
        foreach ((long id, string present) in await session.RowsAsync(
            "SELECT id, key FROM cpu_class WHERE digest = $1", r => (r.GetInt64(0), r.GetString(1)), cancellation, digest))
        {
            return present == key ? id : throw new StoreException(
                Text.Of(Messages.Store_ClassClash, Convert.ToHexStringLower(digest)));
        }

        return null;
    }

    private static byte[] DigestOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
