using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>
/// Gives a guest's CPU to VMware, which takes the host's CPU with changes to bits (hypervisor-rules.md 6.3). Safe for use by several
/// threads.
/// </summary>
public static class VmxCpuid
{
    /// <summary>The settings for a guest's CPU.</summary>
    /// <param name="cpu">The guest's CPU; for modes other than custom, only the features that it names.</param>
    /// <param name="syntax">The form.</param>
    /// <param name="host">The host, whose vendor decides between the two kinds of keys if the guest has none; or
    /// <see langword="null"/>.</param>
    /// <param name="map">The map; <see langword="null"/> for the built-in one.</param>
    /// <exception cref="CpuException">
    /// A feature is unknown, or is forced or required and has no place in the form (unsupported); the model is unknown (unknown name).
    /// </exception>
    public static VmxCpu For(CpuDefinition cpu, VmxSyntax syntax = VmxSyntax.Masks, CpuDefinition? host = null, CpuMap? map = null)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        map ??= CpuMap.Default;
        CpuDefinition heeded = cpu.Mode == CpuMode.Custom ? cpu : cpu with { Model = null, Vendor = null };
        CpuidMasks masks = CpuidMasks.Of(map, heeded, VmxMask.Letters, VmxMask.Others(heeded));
        Func<string, X86Register, bool> hasPlace = syntax == VmxSyntax.Masks
            ? static (_, register) => VmxMask.HasPlace(register)
            : static (feature, _) => VmxFeatureMask.HasName(feature);
        CpuidMasks.RefuseWithoutPlace(
            map.X86,
            heeded,
            (feature, register) => feature.Policy is CpuPolicy.Force or CpuPolicy.Require or null && !hasPlace(feature.Name, register),
            syntax == VmxSyntax.Masks ? Messages.Form_Masks : Messages.Form_Features);
        bool isAmd = VmxVendor.IsAmd(VmxVendor.Of(heeded, map) ?? VmxVendor.Of(host, map));
        return new VmxCpu(
            syntax == VmxSyntax.Masks ? MaskSettings(masks, isAmd) : FeatureSettings(masks, map.X86),
            [.. LostFeatures(heeded, map, hasPlace), .. LostOfModel(heeded, map, hasPlace)]);
    }

    private static ImmutableArray<VmxSetting> MaskSettings(CpuidMasks masks, bool isAmd) =>
    [
        .. from mask in masks.Registers
           where VmxMask.HasPlace(mask.Register)
           let key = new VmxMaskKey(mask.Register.Leaf, mask.Register.Name, isAmd)
           select new VmxSetting(key.ToString(), CpuidMaskText.Grouped(mask.Letters)),
    ];

    private static ImmutableArray<VmxSetting> FeatureSettings(CpuidMasks masks, X86Map map) =>
    [
        .. from feature in masks.Features(map)
           where VmxFeatureMask.HasName(feature.Name)
           let setting = VmxFeatureMask.Setting(feature.Name, feature.Letter)
           where setting is not null
           select setting.Value,
    ];

    // Optional features are what VMware does anyway.
    private static IEnumerable<string> LostFeatures(CpuDefinition cpu, CpuMap map, Func<string, X86Register, bool> hasPlace) =>
        from feature in cpu.Features
        let place = map.X86.FindFeature(feature.Name)
        let policy = feature.Policy ?? CpuPolicy.Require
        where policy is CpuPolicy.Disable or CpuPolicy.Forbid && !hasPlace(feature.Name, map.X86.FeatureBit(place).Register)
        select Text.Of(Messages.Lost_Feature, feature.Name, map.X86.Coordinate(place), CpuWords.Of(policy));

    private static IEnumerable<string> LostOfModel(CpuDefinition cpu, CpuMap map, Func<string, X86Register, bool> hasPlace)
    {
        if (cpu.Model is null)
        {
            return [];
        }

        List<string> names = [];
        foreach (int feature in map.X86.ModelFeatures(map.X86.FindModel(cpu.Model)))
        {
            string name = map.X86.FeatureName(feature);
            if (!cpu.Features.Contains(name) && !hasPlace(name, map.X86.FeatureBit(feature).Register))
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? [] : [Text.Of(Messages.Lost_OfModel, cpu.Model, string.Join(", ", names))];
    }
}
