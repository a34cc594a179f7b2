using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Fleet.Inventories;

/// <summary>
/// Statements of hosts that are alike share what is equal in them: of a million hosts there are few processors. Not for use by several
/// threads.
/// </summary>
internal sealed class SharedStatements
{
    private readonly Dictionary<HostClassKey, CpuStatement> _known = [];

    /// <summary>The same statements.</summary>
    public IReadOnlyList<CpuStatement>? Of(IReadOnlyList<CpuStatement>? statements) => statements switch
    {
        null => null,
        [var one] => [Of(one)],
        _ => [.. statements.Select(Of)],
    };

    private CpuStatement Of(CpuStatement statement)
    {
        if (statement.Subject != StatementSubject.Host)
        {
            return statement;
        }

        HostClassKey key = new(statement);
        if (!_known.TryGetValue(key, out CpuStatement? known))
        {
            return _known[key] = statement;
        }

        return statement with
        {
            Bits = known.Bits,
            Vendor = known.Vendor,
            Signature = known.Signature,
            UsableModels = known.UsableModels,
            Model = statement.Model == known.Model ? known.Model : statement.Model,
            Axes = statement.Axes == known.Axes ? known.Axes : statement.Axes,
            Foreign = statement.Foreign.SequenceEqual(known.Foreign) ? known.Foreign : statement.Foreign,
            Remarks = statement.Remarks.SequenceEqual(known.Remarks) ? known.Remarks : statement.Remarks,
            Definition = statement.Definition == known.Definition ? known.Definition : statement.Definition,
        };
    }
}
