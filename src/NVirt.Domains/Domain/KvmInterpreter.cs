using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>KVM's switches.</summary>
internal static class KvmInterpreter
{
    private static readonly NumberRange RingSizes = new(1024, 65536);

    public static KvmFeatures Interpret(KvmFeatures before, Element kvm) => kvm.Asked().Children.Aggregate(before, Add);

    private static KvmFeatures Add(KvmFeatures features, Element child) => child.Name switch
    {
        "hidden" => features with { Hidden = child.RequiredOnOff("state") },
        "hint-dedicated" => features with { HintDedicated = child.RequiredOnOff("state") },
        "poll-control" => features with { PollControl = child.RequiredOnOff("state") },
        "pv-ipi" => features with { PvIpi = child.RequiredOnOff("state") },
        "dirty-ring" => DirtyRing(features, child),
        "" => features,
        _ => throw child.Malformed(Text.Of(Messages.Domain_UnknownKvm, DocumentErrors.Quote(child.Name)), CpuErrorKind.Unsupported),
    };

    private static KvmFeatures DirtyRing(KvmFeatures features, Element ring)
    {
        bool isOn = ring.RequiredOnOff("state");
        uint size = isOn ? (uint)ring.RequiredNumber("size", RingSizes) : 0;
        return !isOn || uint.IsPow2(size)
            ? features with { DirtyRing = isOn, DirtyRingSize = size }
            : throw ring.Bad("size", Text.Of(Messages.Domain_PowerOfTwo, RingSizes.Min, RingSizes.Max));
    }
}
