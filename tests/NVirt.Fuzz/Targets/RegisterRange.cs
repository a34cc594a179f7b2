using NVirt.Cpu.X86;

namespace NVirt.Fuzz.Targets;

/// <summary>A range is valid up to the maximum in its first leaf; those of hypervisors and Centaur count only where possible.</summary>
internal static class RegisterRange
{
    public static bool IsPresent(Dictionary<(uint Leaf, uint Subleaf), X86Item> items, uint leaf)
    {
        uint start = leaf & 0xc0000000;
        if (start == 0x40000000 && (items.GetValueOrDefault<(uint, uint), X86Item>((1, 0)).Ecx & 0x80000000) == 0)
        {
            return false;
        }

        X86Item vendor = items.GetValueOrDefault<(uint, uint), X86Item>((0, 0));
        if (start == 0xc0000000 && (vendor.Ebx, vendor.Edx, vendor.Ecx) is not (0x746e6543, 0x48727561, 0x736c7561) and not (
            0x68532020, 0x68676e61, 0x20206961))
        {
            return false;
        }

        return !items.TryGetValue((start, 0), out X86Item first)
            || leaf <= (start == 0x40000000 && first.Eax == 0 ? 0x40000001 : first.Eax);
    }
}
