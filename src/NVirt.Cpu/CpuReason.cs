using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.Rules;

namespace NVirt.Cpu;

/// <summary>One reason for a refusal, as data; <see cref="Describe"/> and <see cref="Remedy"/> put it into words.</summary>
/// <param name="Rule">The rule that refused.</param>
/// <param name="Subject">What it concerns: the name of a feature, model, vendor or architecture, or what is wrong with a document.</param>
public sealed record CpuReason(CpuRule Rule, string? Subject = null)
{
    /// <summary>
    /// Where the feature's bit is, for example <c>CPUID.(EAX=07H,ECX=0):EBX[16]</c>; <see langword="null"/> if it has none.
    /// </summary>
    public string? Coordinate { get; init; }

    /// <summary>The policy that requested the feature; <see langword="null"/> without a feature element.</summary>
    public CpuPolicy? Policy { get; init; }

    /// <summary>The model that includes the feature, if the feature came with it; otherwise <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The side that lacks the feature, or has it where it should not.</summary>
    public CpuType? Side { get; init; }

    /// <summary>What was expected, where two values are compared.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found, where two values are compared.</summary>
    public string? Actual { get; init; }

    /// <summary>
    /// Whether a guest can have the missing feature anyway, because KVM provides it by itself, such as <c>x2apic</c>: the processor is
    /// then the wrong host to compare with.
    /// </summary>
    public bool IsGivenByHypervisor { get; init; }

    /// <summary>Who lacks a feature that a hypervisor left out; <see langword="null"/> if that was not checked.</summary>
    public CpuLack? Lack { get; init; }

    /// <summary>Suggestions are made for at most this many names of one definition.</summary>
    internal const int MostHints = 16;

    /// <summary>The map in which an unknown name was looked up; <see langword="null"/> for no suggestions.</summary>
    internal CpuMap? Map { get; init; }

    /// <summary>The architecture whose names count there.</summary>
    internal CpuArchitecture Arch { get; init; } = CpuArchitecture.X86_64;

    /// <summary>For an unknown name: names of the map that were possibly meant; otherwise empty.</summary>
    public ImmutableArray<string> Suggestions => FindHint()?.Suggestions ?? [];

    /// <summary>
    /// What is known about an unknown name, in the user's language: its name here, who uses it, or what is
    /// similar; empty if nothing is known, and for other rules.
    /// </summary>
    public string Hint() => FindHint() is { } hint ? NameHintText.Describe(hint) : string.Empty;

    /// <summary>The reason in one sentence, in the user's language.</summary>
    public string Describe() => ReasonText.Describe(this);

    /// <summary>A remedy, as one sentence, or empty if there is no general one.</summary>
    public string Remedy() => ReasonText.Remedy(this);

    /// <inheritdoc/>
    public override string ToString() => Describe();

    // Created on demand: most errors are caught and never shown.
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
