using System.Globalization;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Xml;

namespace NVirt.Platforms.Firecracker;

/// <summary>
/// Writes a template that takes away what not all hosts have, or what a guest disables. It never sets a bit: that would promise what a host
/// may lack.
/// </summary>
internal static class FirecrackerTarget
{
    private const string Platform = "Firecracker";
    private const uint ArchCapabilities = 0x10a;

    public static PlatformTarget Target { get; } = new("firecracker", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet cleared = request.Hosts.Count > 0 ? Differing(request, space) : default;
        List<StatementRemark> remarks = [];
        if (request.Cpu is { } cpu)
        {
            WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
            WriterRules.NoVendorId(cpu, Platform);
            WriterRules.Policies(request, cpu, Platform, Messages.Way_None, CpuPolicy.Require, CpuPolicy.Disable);
            if (cpu.Features.FirstOrDefault(f => f.Policy == CpuPolicy.Disable && Normalised(space).Contains(space.Find(f.Name)))
                is { Name: { } name })
            {
                // It would set them again.
                throw WriterRules.Refuse(CpuRule.FeatureNotExpressible, name,
                    Text.Of(Messages.Write_Policy, Platform, CpuWords.Of(CpuPolicy.Disable), name, Messages.Way_None));
            }

            cleared |= OfGuest(request, space, cpu);
            remarks.AddRange(WriterRules.Frame(cpu, "fallback", "match"));
        }
        else if (request.Hosts.Count == 0)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Write_NoHosts, Platform));
        }

        cleared -= Normalised(space);
        return new PlatformOutput("template.json", Format(space, cleared), remarks);
    }

    // What some host has and another lacks, or does not say.
    private static FeatureSet Differing(PlatformWriteRequest request, FeatureSpace space)
    {
        string?[] vendors = [.. request.Hosts.Select(h => h.Vendor).Where(v => v is not null).Distinct(StringComparer.Ordinal)];
        if (vendors.Length > 1)
        {
            throw WriterRules.Refuse(CpuRule.InvalidArgument, vendors[1],
                Text.Of(Messages.Write_Vendors, Platform, string.Join(", ", vendors)));
        }

        FeatureSet some = default;
        FeatureSet all = space.All;
        foreach (CpuStatement host in request.Hosts)
        {
            some |= host.Bits.YesSet;
            all &= host.Bits.YesSet;
        }

        return some - all;
    }

    private static FeatureSet OfGuest(PlatformWriteRequest request, FeatureSpace space, CpuDefinition cpu)
    {
        FeatureSet disabled = space.SetOf(cpu.Features.Where(f => f.Policy == CpuPolicy.Disable).Select(f => f.Name));
        FeatureSet required = space.SetOf(cpu.Features.Where(f => f.Policy != CpuPolicy.Disable).Select(f => f.Name));
        if (cpu.Mode is null or CpuMode.Custom)
        {
            // What hosts have beside the model is taken away; without hosts, that would be the whole map.
            if (request.Hosts.Count == 0)
            {
                throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Write_NoHosts, Platform));
            }

            FeatureSet wanted = (space.FindModel(WriterRules.Model(request, cpu, Platform))!.Value | required) - disabled;
            foreach (CpuStatement host in request.Hosts)
            {
                FeatureSet lacking = wanted & host.Bits.NoSet;
                if (!lacking.IsEmpty)
                {
                    throw new CpuException(CpuErrorKind.Incompatible, new CpuReason(
                        CpuRule.RequiredFeatureMissing, space.SortedNames(lacking)[0])
                    { Side = CpuType.Host });
                }

                disabled |= host.Bits.YesSet - wanted;
            }
        }

        return disabled;
    }

    // Firecracker sets these itself after the template.
    private static FeatureSet Normalised(FeatureSpace space) =>
        space.SetOf("tsc-deadline", "hypervisor", "ht", "topoext", "osxsave", "fdp-excptn-only", "zero-fcs-fds", "waitpkg");

    private static string Format(FeatureSpace space, in FeatureSet cleared)
    {
        SortedDictionary<(uint Leaf, uint Subleaf), SortedDictionary<RegisterName, uint>> leaves = [];
        ulong capabilities = 0;
        foreach ((X86Register register, int bit) in BitsOf(space, cleared))
        {
            if (register.IsMsr)
            {
                capabilities |= 1UL << (bit + (register.Name == RegisterName.Edx ? 32 : 0));
            }
            else
            {
                (uint, uint) key = (register.Leaf, register.Subleaf);
                leaves.TryAdd(key, []);
                leaves[key][register.Name] = leaves[key].GetValueOrDefault(register.Name) | 1u << bit;
            }
        }

        StringBuilder json = new();
        json.Append("{\n  \"cpuid_modifiers\": [");
        string next = string.Empty;
        foreach (((uint leaf, uint subleaf), SortedDictionary<RegisterName, uint> registers) in leaves)
        {
            int flags = leaf is 0x4 or 0x7 or 0xd or 0x12 or 0x14 or 0x1e or 0x24 or 0x29 ? 1 : 0;
            json.Append(next).Append(CultureInfo.InvariantCulture,
                $"\n    {{\n      \"leaf\": \"0x{leaf:x}\",\n      \"subleaf\": \"0x{subleaf:x}\",\n      \"flags\": {flags},\n     "
                    + $" \"modifiers\": [");
            string more = string.Empty;
            foreach ((RegisterName name, uint bits) in registers)
            {
                string word = name.ToString().ToLowerInvariant();
                json.Append(more).Append(CultureInfo.InvariantCulture,
                    $"\n        {{\n          \"register\": \"{word}\",\n          \"bitmap\": \""
                        + $"{new TemplateBits(0, bits).Format(32)}\"\n        }}");
                more = ",";
            }

            json.Append("\n      ]\n    }");
            next = ",";
        }

        json.Append(leaves.Count > 0 ? "\n  ],\n" : "],\n").Append("  \"msr_modifiers\": [");
        if (capabilities != 0)
        {
            json.Append(CultureInfo.InvariantCulture,
                $"\n    {{\n      \"addr\": \"0x{ArchCapabilities:x}\",\n      \"bitmap\": \""
                    + $"{new TemplateBits(0, capabilities).Format(64)}\"\n    }}\n  ");
        }

        return json.Append("]\n}\n").ToString();
    }

    private static List<(X86Register Register, int Bit)> BitsOf(FeatureSpace space, in FeatureSet cleared)
    {
        List<(X86Register, int)> bits = [];
        foreach (int feature in cleared)
        {
            (X86Register register, int bit) = space.Map.X86.FeatureBit(feature);

            // Of MSRs, a template has this one; those of VMX no guest sees.
            if (!register.IsMsr || register.Leaf == ArchCapabilities)
            {
                bits.Add((register, bit));
            }
        }

        // Components of XSAVE follow the features that use them.
        if (cleared.Overlaps(space.SetOf("avx512f")))
        {
            X86Register state = new(false, 0xd, 0, RegisterName.Eax);
            bits.AddRange([(state, 5), (state, 6), (state, 7)]);
        }

        if (cleared.Overlaps(space.SetOf("amx-tile")))
        {
            X86Register state = new(false, 0xd, 0, RegisterName.Eax);
            bits.AddRange([(state, 17), (state, 18)]);
        }

        return bits;
    }
}
