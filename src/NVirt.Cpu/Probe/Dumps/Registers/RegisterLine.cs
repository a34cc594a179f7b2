using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>What a line of a dump holds: a leaf or an MSR.</summary>
/// <param name="Item">The registers; <see langword="null"/> for a line that holds none, such as a register that could not be read.</param>
internal readonly record struct RegisterLine(X86Item? Item)
{
    /// <summary>
    /// Whether the line does not tell the sub-leaf: then the lines of a leaf are its sub-leaves in order, as programs print those that
    /// they know to have some.
    /// </summary>
    public bool IsInOrder { get; init; }

    /// <summary>Whether the dump holds the same elsewhere, read at another time and perhaps by another processor; what came first counts.</summary>
    public bool IsRepetition { get; init; }
}
