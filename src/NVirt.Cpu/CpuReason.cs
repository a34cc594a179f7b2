using System.Collections.Immutable;
using NVirt.Cpu.Map;

namespace NVirt.Cpu;

/// <summary>One reason of a refusal, as data; <see cref="Describe"/> and <see cref="Remedy"/> turn it into words.</summary>
/// <param name="Rule">The rule that refused.</param>
/// <param name="Subject">What it is about: the name of a feature, model, vendor or architecture, or what is wrong with a document.</param>
public sealed record CpuReason(CpuRule Rule, string? Subject = null)
{
    /// <summary>Where the feature's bit lives, for example <c>CPUID.(EAX=07H,ECX=0):EBX[16]</c>; <see langword="null"/> if it has none.</summary>
    public string? Coordinate { get; init; }

    /// <summary>The policy that asked; <see langword="null"/> if no feature element did.</summary>
    public CpuPolicy? Policy { get; init; }

    /// <summary>The model that asked, where the feature came with it; otherwise <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The side that lacks the feature, or has it where it should not.</summary>
    public CpuType? Side { get; init; }

    /// <summary>What was expected, where two values are compared.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found, where two values are compared.</summary>
    public string? Actual { get; init; }

    /// <summary>
    /// Whether a guest can have the missing feature nevertheless, since KVM gives it by itself, such as <c>x2apic</c>: the processor is then
    /// the wrong host to compare with.
    /// </summary>
    public bool IsGivenByHypervisor { get; init; }

    /// <summary>Who lacks a feature that a hypervisor left out; <see langword="null"/> where nobody looked.</summary>
    public CpuLack? Lack { get; init; }

    /// <summary>Of so many names of one definition it is told what may have been meant.</summary>
    internal const int MostHints = 16;

    /// <summary>Where an unknown name was looked for; <see langword="null"/> if it is not to be told what may have been meant.</summary>
    internal CpuMap? Map { get; init; }

    /// <summary>The architecture whose names count there.</summary>
    internal CpuArchitecture Arch { get; init; } = CpuArchitecture.X86_64;

    /// <summary>Of a name that the map does not know: names of the map that may have been meant; otherwise empty.</summary>
    public ImmutableArray<string> Suggestions => FindHint()?.Suggestions ?? [];

    /// <summary>
    /// What is known of a name that the map does not know, in the user's language: what it is called here, whose word it is, or what comes
    /// near; an empty string where nothing does, and for other rules.
    /// </summary>
    public string Hint() => FindHint() is { } hint ? NameHintText.Describe(hint) : string.Empty;

    /// <summary>The reason in one sentence, in the user's language.</summary>
    public string Describe() => ReasonText.Describe(this);

    /// <summary>What would mend it, in one sentence, or an empty string where nothing general can be said.</summary>
    public string Remedy() => ReasonText.Remedy(this);

    /// <inheritdoc/>
    public override string ToString() => Describe();

    // Made when it is asked for: most errors are caught and never shown.
    private NameHint? FindHint() => (Rule, Map, Subject) switch
    {
        (CpuRule.UnknownFeature, { } map, { } name) => NameHints.OfFeature(map, Arch, name),
        (CpuRule.UnknownModel, { } map, { } name) => NameHints.OfModel(map, Arch, name),
        _ => null,
    };
}

/// <summary>Who lacks a feature that a hypervisor left out of a guest's CPU.</summary>
public enum CpuLack
{
    /// <summary>The processor.</summary>
    Processor,

    /// <summary>The hypervisor: the processor has it.</summary>
    Hypervisor,

    /// <summary>The hypervisor's emulation, for which the processor does not matter.</summary>
    Emulation,
}
