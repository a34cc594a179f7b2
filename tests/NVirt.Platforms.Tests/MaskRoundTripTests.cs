using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.Platforms.Facts;
using NVirt.Platforms.Xen;
using NVirt.Testing.Properties;

namespace NVirt.Platforms.Tests;

/// <summary>What is written as bits, as words or as a level is read again with the same meaning, as far as those have a place.</summary>
public sealed class MaskRoundTripTests
{
    // Nesting is a switch of its own.
    private static readonly string[] Nesting = ["vmx", "svm"];

    private static readonly FeatureSpace Space = FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64);

    private static readonly string[] Models = [.. CpuMap.Default.Models(CpuArchitecture.X86_64).Select(m => m.Name)];

    private static readonly string[] Features = [.. Space.SortedNames(Space.All)];

    // What each can say, and how it is read again.
    private static readonly (string Target, FeatureSet Places, Func<PlatformOutput, CpuStatement> Read)[] Masks =
    [
        ("xen", PlacesOf(static r => !r.IsMsr) - Space.SetOf(Nesting), static o => Reading.One(o.Text, "xl-cfg")),
        ("vmware", PlacesOf(static r => r is { IsMsr: false, Subleaf: 0, Leaf: not 0 }
            && r is not { Leaf: 1, Name: RegisterName.Eax or RegisterName.Ebx }), static o => Reading.One(o.Text, "vmx")),
        ("libvirt", Space.All, static o => Reading.One(o.Text)),
    ];

    private static readonly Gen<CpuFeatureList> Changes =
        from count in Gen.Choose(0, 6)
        from names in Gen.Elements(Features).ListOf(count)
        from policies in Gen.Elements(CpuPolicy.Require, CpuPolicy.Disable).ListOf(count)
        select CpuFeatureList.Create([.. names.Zip(policies, static (n, p) => new CpuFeature(n, p)).DistinctBy(f => f.Name)]);

    private static readonly Arbitrary<CpuDefinition> Guests = Arb.From(
        from model in Gen.Elements(Models)
        from features in Changes
        select new CpuDefinition { Mode = CpuMode.Custom, Model = model, Features = features });

    private static readonly Arbitrary<CpuDefinition> HostGuests = Arb.From(
        from features in Changes
        from limit in Gen.Choose(32, 52)
        select new CpuDefinition
        {
            Mode = CpuMode.HostPassthrough,
            Features = features,
            MaxPhysAddr = limit < 40 ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, null, limit) : null,
        });

    [Fact]
    public void Bits_that_a_guest_was_given_are_read_and_told_to_any_other()
    {
        HashSet<string> written = [];
        Prop.ForAll(Guests, guest =>
        {
            CpuStatement meant = Reading.One(CpuXml.Format(guest));
            foreach ((string first, FeatureSet places, Func<PlatformOutput, CpuStatement> readFirst) in Masks)
            {
                if (Write(first, guest) is not { } output)
                {
                    continue;
                }

                CpuStatement read = readFirst(output);
                AssertSame(meant, read, places, first);
                foreach ((string second, FeatureSet others, Func<PlatformOutput, CpuStatement> readSecond) in Masks)
                {
                    if (Write(second, read.ToDefinition()) is { } again)
                    {
                        AssertSame(meant, readSecond(again), places & others, $"{first} to {second}");
                        written.Add($"{first} to {second}");
                    }
                }
            }

            return true;
        }).Holds();
        Assert.Equal(Masks.Length * Masks.Length, written.Count);
    }

    [Fact]
    public void Words_of_xapi_are_the_guests_features() => Prop.ForAll(Guests, guest =>
    {
        if (Write("xapi", guest) is { } output)
        {
            CpuStatement meant = Reading.One(CpuXml.Format(guest));
            CpuStatement read = Reading.One($"vendor: GenuineIntel; features_hvm: {output.Text.Trim()}");
            Assert.Equal(meant.Bits.Yes, read.Bits.Yes);
            Assert.Empty(read.Bits.No.Except(meant.Bits.No));
            Assert.Equal(output.Text.Trim(), XapiPool.Intersect([output.Text.Trim(), string.Empty]));
        }

        return true;
    }).Holds();

    [Fact]
    public void A_template_of_Firecracker_takes_away_what_a_guest_disables() => Prop.ForAll(HostGuests, guest =>
    {
        guest = guest with { MaxPhysAddr = null };
        if (Write("firecracker", guest) is { } output)
        {
            CpuStatement read = Reading.One(output.Text);
            FeatureSet places = PlacesOf(static r => !r.IsMsr || r.Leaf == 0x10a);
            string[] meant =
            [
                .. guest.Features.Where(f => f.Policy == CpuPolicy.Disable && places.Contains(Space.Find(f.Name))).Select(f => f.Name),
            ];
            Assert.Equal(meant.Order(StringComparer.Ordinal),
                read.Policies.Where(f => f.Policy == CpuPolicy.Disable).Select(f => f.Name).Order(StringComparer.Ordinal));
            Assert.Equal(output.Text, Write("firecracker", read.ToDefinition())!.Text);
        }

        return true;
    }).Holds();

    [Fact]
    public void Cloud_Hypervisor_keeps_the_most_address_bits() => Prop.ForAll(HostGuests, guest =>
    {
        if (Write("cloud-hypervisor", guest) is { } output)
        {
            CpuStatement read = Reading.One(output.Text);
            Assert.Equal((StatementClass.HostPassthrough, guest.MaxPhysAddr?.Limit), (read.Class, read.Axes.MaxPhysBits));
            Assert.Equal(output.Text, Write("cloud-hypervisor", read.ToDefinition())!.Text);
        }

        return true;
    }).Holds();

    [Fact]
    public void A_level_is_the_greatest_that_a_guest_contains() => Prop.ForAll(Guests, guest =>
    {
        CpuStatement meant = Reading.One(CpuXml.Format(guest));
        string[] contained = [.. PlatformFacts.PsAbiLevels.Rows.Where(r => !r.Skip(1).Except(meant.Bits.Yes).Any()).Select(r => r[0])];
        PlatformOutput? output = Write("level", guest, CpuErrorKind.Unsupported);
        Assert.Equal(contained.LastOrDefault(), output?.Text.Trim());
        if (output is not null)
        {
            CpuStatement read = Reading.One(output.Text);
            Assert.Empty(read.Bits.Yes.Except(meant.Bits.Yes));
            Assert.Equal(output.Text, PlatformWriter.Write("level", new PlatformWriteRequest { Hosts = [read] }).Text);
        }

        return true;
    }).Holds();

    private static PlatformOutput? Write(string platform, CpuDefinition guest, CpuErrorKind refusal = CpuErrorKind.Unsupported)
    {
        try
        {
            return PlatformWriter.Write(platform, new PlatformWriteRequest { Cpu = guest });
        }
        catch (CpuException e) when (e.Kind == refusal)
        {
            return null;
        }
    }

    private static FeatureSet PlacesOf(Func<X86Register, bool> hasPlace)
    {
        FeatureSet set = default;
        foreach ((int index, X86Register register) in FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64).Registers)
        {
            set |= hasPlace(register) ? FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64).FeaturesIn(index) : default;
        }

        return set;
    }

    private static void AssertSame(CpuStatement meant, CpuStatement read, FeatureSet places, string way)
    {
        string difference = new StringBuilder(way)
            .Append(": lost ").AppendJoin(' ', Space.SortedNames((meant.Bits.YesSet - read.Bits.YesSet) & places))
            .Append(", new ").AppendJoin(' ', Space.SortedNames((read.Bits.YesSet - meant.Bits.YesSet) & places))
            .Append(", not denied ").AppendJoin(' ', Space.SortedNames((meant.Bits.NoSet - read.Bits.NoSet) & places)).ToString();
        Assert.Equal($"{way}: lost , new , not denied ", difference);
    }
}
