namespace NVirt.Cpu.Map;

/// <summary>The four registers that CPUID fills; an MSR's halves are eax (low) and edx (high).</summary>
public enum RegisterName : byte
{
    /// <summary>eax; of an MSR the low half.</summary>
    Eax,
    /// <summary>ebx.</summary>
    Ebx,
    /// <summary>ecx.</summary>
    Ecx,
    /// <summary>edx; of an MSR the high half.</summary>
    Edx,
}
