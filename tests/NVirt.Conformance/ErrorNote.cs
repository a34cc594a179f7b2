using NVirt.Cpu;

namespace NVirt.Conformance;

/// <summary>libvirt's own text of an error, for its kind.</summary>
internal static class ErrorNote
{
    private static readonly (string Beginning, CpuErrorKind Kind)[] Kinds =
    [
        ("XML error", CpuErrorKind.Xml),
        ("unsupported configuration", CpuErrorKind.Unsupported),
        ("internal error", CpuErrorKind.Internal),
        ("invalid argument", CpuErrorKind.InvalidArgument),
        ("this function is not supported", CpuErrorKind.NoSupport),
        ("operation failed", CpuErrorKind.OperationFailed),
        ("the CPU is incompatible", CpuErrorKind.Incompatible),
    ];

    /// <summary>What is wrong with an expected refusal, or <see langword="null"/>.</summary>
    public static string? Difference(string? note, CpuException refusal)
    {
        if (note is null)
        {
            return null;
        }

        CpuErrorKind? expected = Array.Find(Kinds, k => note.StartsWith(k.Beginning, StringComparison.Ordinal))
            is { Beginning: not null } found ? found.Kind : null;
        return expected == refusal.Kind.ToLibvirt() ? null : $"expected the error {note}, refused as {refusal.Kind}: {refusal.Message}";
    }
}
