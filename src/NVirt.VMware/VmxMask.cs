using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.VMware;

/// <summary>The letters of masks (hypervisor-rules.md 6.3), and which registers have masks.</summary>
internal static class VmxMask
{
    /// <summary>All letters, in the form in which they are written.</summary>
    public const string Alphabet = "-x01HRTF";

    /// <summary>Letters that leave a bit as the host or the guest's operating system has it.</summary>
    public const string Harmless = "-xH";

    /// <summary>The letters of policies.</summary>
    public static readonly CpuidLetters Letters = new(Unmentioned: '-', Force: '1', Require: 'T', Optional: 'H', Disable: '0', Forbid: 'F');

    /// <summary>
    /// The letter for features that a definition neither names nor has through its model: if the guest has the host's CPU, they are left
    /// alone, and for a named model its match decides.
    /// </summary>
    public static char Others(CpuDefinition cpu) => cpu switch
    {
        { Mode: not CpuMode.Custom } or { Model: null } => Letters.Unmentioned,
        { Match: CpuMatch.Minimum } => Letters.Optional,
        { Match: CpuMatch.Strict } => Letters.Forbid,
        _ => Letters.Disable,
    };

    /// <summary>The policy that a letter means; <see langword="null"/> if it means none.</summary>
    public static CpuPolicy? Policy(char letter) => letter switch
    {
        '1' => CpuPolicy.Force,
        'T' => CpuPolicy.Require,
        'H' or 'x' => CpuPolicy.Optional,
        '0' or 'R' => CpuPolicy.Disable,
        'F' => CpuPolicy.Forbid,
        _ => null,
    };

    /// <summary>Whether a register is masked: only first sub-leaves, and never registers that identify the processor.</summary>
    public static bool HasPlace(X86Register register) => register is { IsMsr: false, Subleaf: 0, Leaf: not 0 }
        && register is not { Leaf: 1, Name: RegisterName.Eax or RegisterName.Ebx };
}
