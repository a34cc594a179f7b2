namespace NVirt.Fleet.Server.Store.Sql;

/// <summary>
/// What the two engines say differently. Everything else is one text, with parameters <c>$1</c>, <c>$2</c> and so on. Immutable.
/// </summary>
internal abstract class SqlDialect
{
    /// <summary>The words of migrations, without their braces, and what stands for them.</summary>
    public abstract IReadOnlyDictionary<string, string> Words { get; }

    /// <summary>The name of a parameter.</summary>
    /// <param name="number">From 1.</param>
    public abstract string ParameterName(int number);

    /// <summary>The mark of what this transaction changes: an expression.</summary>
    public abstract string Mark { get; }

    /// <summary>
    /// The mark to ask with next time: an expression. Whatever a transaction changes that this snapshot does not see has this mark or a
    /// greater one; what it does see may have, too.
    /// </summary>
    public abstract string NextMark { get; }

    /// <summary>At the end of a selection: nobody else changes these rows before this transaction ends.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>A selection of the texts in a JSON array.</summary>
    /// <param name="array">An expression.</param>
    public abstract string Texts(string array);

    /// <summary>The same for numbers, of each row of a table: <c>SELECT ... FROM ...</c> with one column, <c>id</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">Its column, a JSON array.</param>
    public abstract string NumbersIn(string table, string column);

    /// <summary>
    /// A statement after which no other transaction that runs it goes on before this one ends; empty if there never is another one.
    /// </summary>
    public abstract string Lock(SqlLock name);
}

/// <summary>What one transaction at a time does.</summary>
internal enum SqlLock
{
    /// <summary>Tables are made.</summary>
    Tables = 1,
    /// <summary>Classes are added: their numbers then become visible in their order, which those who read "after" rely on.</summary>
    Classes = 2,
    /// <summary>Hosts move between pools.</summary>
    Pools = 3,
}
