using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Xml;
using NVirt.Platforms.Facts;

namespace NVirt.Platforms.Tests;

/// <summary>What a writer wrote is read again with the same meaning, from each platform to each.</summary>
public sealed class RoundTripTests
{
    // What the accelerator or the platform changes in models by itself: of these, a guest's configuration does not decide alone.
    private static readonly string[] Changed = ["svm", "x2apic", "acpi", "monitor", "vme", "lahf_lm", "sep", "rdtscp"];

    private static readonly string[] Models =
        [.. CpuMap.Default.Models(CpuArchitecture.X86_64).Select(m => m.Name).Where(PlatformFacts.ProxmoxModels.Has)];

    private static readonly string[] Features =
        [.. CpuMap.Default.Features(CpuArchitecture.X86_64).Select(f => f.Name).Except(Changed)];

    // A platform, and how its first file is read again.
    private static readonly (string Target, Func<PlatformOutput, CpuStatement> Read)[] Platforms =
    [
        ("libvirt", static o => Reading.One(o.Text)),
        ("qemu", static o => Reading.One(o.Text.TrimEnd(), "qemu-cpu")),
        ("proxmox", static o => Reading.One(
            o.Text, "proxmox-vm", new PlatformReadOptions { ProxmoxModels = o.Files.Length > 1 ? o.Files[1].Text : null })),
        ("proxmox-custom", static o => Reading.One(o.Text)),
        ("kubevirt", static o => Reading.One("apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: a}\n" + o.Text)),
        ("nova", static o => Reading.One(o.Text)),
        ("incus", static o => Reading.One(o.Text)),
        ("ovirt", static o => Reading.One(o.Text.TrimEnd(), "ovirt-verb")),
        ("opennebula", static o => Reading.One(o.Text)),
        ("cloudstack", static o => Reading.One(o.Text)),
    ];

    private static readonly Arbitrary<CpuDefinition> Guests = Arb.From(
        from model in Gen.Elements(Models)
        from count in Gen.Choose(0, 8)
        from names in Gen.Elements(Features).ListOf(count)
        from policies in Gen.Elements(CpuPolicy.Require, CpuPolicy.Require, CpuPolicy.Disable).ListOf(count)
        select new CpuDefinition
        {
            Mode = CpuMode.Custom,
            Model = model,
            Features = CpuFeatureList.Create(
                [.. names.Zip(policies, static (n, p) => new CpuFeature(n, p)).DistinctBy(f => f.Name)]),
        });

    [Fact]
    public void What_a_platform_was_told_is_what_is_read_of_it_and_told_to_any_other()
    {
        HashSet<string> written = [];
        Prop.ForAll(Guests, guest =>
        {
            CpuStatement meant = Reading.One(CpuXml.Format(guest));
            foreach ((string first, Func<PlatformOutput, CpuStatement> readFirst) in Platforms)
            {
                if (Write(first, guest) is not { } output)
                {
                    continue;
                }

                CpuStatement read = readFirst(output);
                AssertSame(meant, read, first);
                foreach ((string second, Func<PlatformOutput, CpuStatement> readSecond) in Platforms)
                {
                    if (Write(second, read.ToDefinition()) is { } again)
                    {
                        AssertSame(meant, readSecond(again), $"{first} to {second}");
                        written.Add($"{first} to {second}");
                    }
                }
            }

            return true;
        }).Holds();
        Assert.Equal(Platforms.Length * Platforms.Length, written.Count);
    }

    // A refusal says that the platform cannot: then nothing is lost.
    private static PlatformOutput? Write(string platform, CpuDefinition guest)
    {
        try
        {
            return PlatformWriter.Write(platform, new PlatformWriteRequest { Cpu = guest });
        }
        catch (CpuException e) when (e.Kind == CpuErrorKind.Unsupported)
        {
            return null;
        }
    }

    private static void AssertSame(CpuStatement meant, CpuStatement read, string way)
    {
        Assert.True(meant.Bits.Yes.Except(Changed).SequenceEqual(read.Bits.Yes.Except(Changed)), Difference("yes", m => m.Bits.Yes));
        Assert.True(meant.Bits.No.Except(Changed).SequenceEqual(read.Bits.No.Except(Changed)), Difference("no", m => m.Bits.No));

        string Difference(string word, Func<CpuStatement, IEnumerable<string>> bits) => new StringBuilder(way).Append(": ").Append(word)
            .Append(" lost ").AppendJoin(' ', bits(meant).Except(bits(read)).Except(Changed))
            .Append(", new ").AppendJoin(' ', bits(read).Except(bits(meant)).Except(Changed)).ToString();
    }
}
