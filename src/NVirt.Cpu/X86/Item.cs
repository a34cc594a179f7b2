namespace NVirt.Cpu.X86;

/// <summary>One CPUID leaf or one MSR with its registers.</summary>
/// <param name="IsMsr">Whether it is an MSR.</param>
/// <param name="Leaf">The CPUID leaf (eax on input), or the index of the MSR.</param>
/// <param name="Subleaf">The CPUID sub-leaf (ecx on input); 0 for an MSR.</param>
/// <param name="Eax">eax, or the low half of the MSR.</param>
/// <param name="Ebx">ebx; 0 for an MSR.</param>
/// <param name="Ecx">ecx; 0 for an MSR.</param>
/// <param name="Edx">edx, or the high half of the MSR.</param>
public readonly record struct X86Item(bool IsMsr, uint Leaf, uint Subleaf, uint Eax, uint Ebx, uint Ecx, uint Edx)
{
    /// <summary>Whether no bit is set.</summary>
    public bool IsZero => (Eax | Ebx | Ecx | Edx) == 0;

    /// <summary>A CPUID leaf.</summary>
    public static X86Item Cpuid(uint leaf, uint subleaf, uint eax = 0, uint ebx = 0, uint ecx = 0, uint edx = 0) =>
        new(IsMsr: false, leaf, subleaf, eax, ebx, ecx, edx);

    /// <summary>An MSR.</summary>
    public static X86Item Msr(uint index, uint eax, uint edx) => new(IsMsr: true, index, Subleaf: 0, eax, Ebx: 0, Ecx: 0, edx);

    /// <summary>Orders by key: CPUID before MSR, then leaf, then sub-leaf.</summary>
    public int CompareKey(X86Item other)
    {
        int order = IsMsr.CompareTo(other.IsMsr);
        if (order == 0)
        {
            order = Leaf.CompareTo(other.Leaf);
        }

        return order != 0 ? order : Subleaf.CompareTo(other.Subleaf);
    }

    internal X86Item Or(X86Item other) =>
        this with { Eax = Eax | other.Eax, Ebx = Ebx | other.Ebx, Ecx = Ecx | other.Ecx, Edx = Edx | other.Edx };

    internal X86Item And(X86Item other) =>
        this with { Eax = Eax & other.Eax, Ebx = Ebx & other.Ebx, Ecx = Ecx & other.Ecx, Edx = Edx & other.Edx };

    internal X86Item AndNot(X86Item other) =>
        this with { Eax = Eax & ~other.Eax, Ebx = Ebx & ~other.Ebx, Ecx = Ecx & ~other.Ecx, Edx = Edx & ~other.Edx };

    internal uint Register(Map.RegisterName name) => name switch
    {
        Map.RegisterName.Eax => Eax,
        Map.RegisterName.Ebx => Ebx,
        Map.RegisterName.Ecx => Ecx,
        _ => Edx,
    };

    internal X86Item WithRegister(Map.RegisterName name, uint value) => name switch
    {
        Map.RegisterName.Eax => this with { Eax = value },
        Map.RegisterName.Ebx => this with { Ebx = value },
        Map.RegisterName.Ecx => this with { Ecx = value },
        _ => this with { Edx = value },
    };
}
