using System.Globalization;
using NVirt.Cpu.Map;

namespace NVirt.Platforms.Registers;

/// <summary>The place of a bit, the same form for all leaves: <c>CPUID.(EAX=07H,ECX=0):EBX[5]</c>, <c>MSR(10AH):EAX[8]</c>.</summary>
internal static class BitPlace
{
    public static string Of(X86Register register, int bit)
    {
        string name = register.Name switch
        {
            RegisterName.Eax => "EAX",
            RegisterName.Ebx => "EBX",
            RegisterName.Ecx => "ECX",
            _ => "EDX",
        };
        return register.IsMsr
            ? string.Create(CultureInfo.InvariantCulture, $"MSR({register.Leaf:X}H):{name}[{bit}]")
            : string.Create(CultureInfo.InvariantCulture, $"CPUID.(EAX={register.Leaf:X2}H,ECX={register.Subleaf}):{name}[{bit}]");
    }

    /// <summary>The place of a feature of the map.</summary>
    public static string Of(X86Map map, int feature)
    {
        (X86Register register, int bit) = map.FeatureBit(feature);
        return Of(register, bit);
    }
}
