using NVirt.RelaxNg;

namespace NVirt.Fuzz;

/// <summary>The outcome of one input.</summary>
/// <param name="Signature">A short text; inputs with a new one are kept for further mutation.</param>
/// <param name="Problem">What was wrong, or <see langword="null"/>.</param>
internal readonly record struct Outcome(string Signature, string? Problem = null);

/// <summary>A parser under test, and the second opinion on its answers.</summary>
internal abstract class Target
{
    /// <summary>Also the name of its folders for corpus and regressions.</summary>
    public abstract string Name { get; }

    /// <summary>Words that mutations insert.</summary>
    public abstract string[] Words { get; }

    /// <summary>Reads the input both ways. An undocumented exception of the parser is a crash.</summary>
    public abstract Outcome Check(byte[] input);
}
