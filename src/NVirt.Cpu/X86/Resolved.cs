using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

/// <summary>A definition as sets: what it offers as a host, and what it asks as a guest.</summary>
internal sealed class X86ResolvedCpu : ResolvedCpu
{
    private readonly FeatureSet _all;
    private readonly X86Terms _terms;

    public X86ResolvedCpu(X86Map map, CpuDefinition cpu)
        : base(cpu)
    {
        X86Bits bits = X86Bits.Resolve(map, cpu);
        _all = bits.All;
        _terms = new X86Terms(bits);
        Model = cpu.Model is null ? -1 : map.FindModel(cpu.Model);
    }

    /// <summary>The model's place, or -1.</summary>
    public int Model { get; }

    /// <summary>Everything it has: data(cpu, all).</summary>
    public ref readonly FeatureSet All => ref _all;

    /// <summary>What a host must and must not have to run it.</summary>
    public ref readonly X86Terms Terms => ref _terms;
}

/// <summary>What a definition asks of a host (cpu-rules.md 4.1, steps 5 to 7).</summary>
internal readonly struct X86Terms
{
    public X86Terms(in X86Bits asked)
    {
        FeatureSet left = asked.Forced | asked.Optional | asked.Disabled;
        Forbidden = asked.Forbidden;
        Needs = asked.RequiredWithModel - left;
        Mentions = asked.RequiredWithModel | left;
    }

    /// <summary>What the host must not have.</summary>
    public FeatureSet Forbidden { get; }

    /// <summary>
    /// What the host must have. Forbidden features are not taken away: forbidding one of the model's own always fails (cpu-rules.md 7, item
    /// 6).
    /// </summary>
    public FeatureSet Needs { get; }

    /// <summary>What the host may have without being more than the guest names.</summary>
    public FeatureSet Mentions { get; }
}
