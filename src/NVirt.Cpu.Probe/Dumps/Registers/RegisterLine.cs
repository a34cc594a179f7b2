using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>A line of a dump: a leaf or an MSR.</summary>
/// <param name="Item">The registers; <see langword="null"/> for a line without any, such as a register that could not be read.</param>
internal readonly record struct RegisterLine(X86Item? Item)
{
    /// <summary>
    /// Whether the line does not give the sub-leaf: the lines of a leaf are then its sub-leaves in order, since programs print the ones
    /// that they know of.
    /// </summary>
    public bool IsInOrder { get; init; }

    /// <summary>
    /// Whether the dump contains the same elsewhere, read at another time and perhaps on another processor; the first counts.
    /// </summary>
    public bool IsRepetition { get; init; }
}
