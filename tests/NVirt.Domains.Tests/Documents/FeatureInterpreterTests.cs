using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class FeatureInterpreterTests
{
    [Fact]
    public void Without_features_nothing_is_said() => Assert.Equal(new DomainFeatures(), Read.Features(string.Empty));

    [Fact]
    public void What_is_there_is_on() => Assert.Equal(
        new DomainFeatures
        {
            Acpi = true,
            Apic = true,
            Pae = true,
            Viridian = true,
            PrivateNetwork = true,
            Hap = true,
            PvSpinlock = true,
            Pmu = true,
            VmPort = true,
            VmCoreInfo = true,
            Smm = true,
            Gic = true,
        },
        Read.Features("<acpi/><apic/><pae/><viridian/><privnet/><hap/><pvspinlock/><pmu/><vmport/><vmcoreinfo/><smm/><gic/>"));

    [Fact]
    public void Switches_are_read() => Assert.Equal(
        new DomainFeatures
        {
            Hap = false,
            PvSpinlock = false,
            Pmu = false,
            VmPort = false,
            VmCoreInfo = false,
            Smm = false,
            Ras = true,
            Htm = false,
            NestedHv = true,
            CcfAssist = false,
        },
        Read.Features(
            "<hap state='off'/><pvspinlock state='off'/><pmu state='off'/><vmport state='off'/><vmcoreinfo state='off'/><smm state='off'/>"
            + "<ras state='on'/><htm state='off'/><nested-hv state='on'/><ccf-assist state='off'/>"));

    [Fact]
    public void Values_are_read() => Assert.Equal(
        new DomainFeatures
        {
            Apic = true,
            ApicEoi = false,
            Smm = true,
            SmmTsegKiB = 48 * 1024,
            Gic = true,
            GicVersion = "3",
            IoApicDriver = "kvm",
            Cfpc = "broken",
            Sbbc = "workaround",
            Ibs = "fixed-na",
        },
        Read.Features(
            "<apic eoi='off'/><smm><tseg>48</tseg></smm><gic version='3'/><ioapic driver='kvm'/><cfpc value='broken'/>"
            + "<sbbc value='workaround'/><ibs value='fixed-na'/>"));

    [Fact]
    public void The_last_one_counts() => Assert.Null(Read.Features("<apic eoi='on'/><apic/>").ApicEoi);

    [Fact]
    public void Several_lists_are_one()
    {
        DomainFeatures features = Read.Domain("<features><acpi/></features><features><pae/></features>").Features;
        Assert.Equal((true, true), (features.Acpi, features.Pae));
    }

    [Theory]
    [InlineData("<pmu state='yes'/>")]
    [InlineData("<pmu state=''/>")]
    [InlineData("<ras/>")]
    [InlineData("<htm/>")]
    [InlineData("<apic eoi='1'/>")]
    [InlineData("<gic version='0'/>")]
    [InlineData("<gic version='x'/>")]
    [InlineData("<ioapic driver='x'/>")]
    [InlineData("<cfpc value='x'/>")]
    [InlineData("<smm><tseg>x</tseg></smm>")]
    public void A_bad_value_is_malformed(string feature) => Read.IsXml($"<features>{feature}</features>");

    [Fact]
    public void What_libvirt_does_not_know_is_unsupported()
    {
        CpuException e = Read.Refusal("<features><acpy/></features>");
        Assert.Equal(CpuErrorKind.Unsupported, e.Kind);
        Assert.StartsWith(
            "1:30: element <acpy> is not allowed in <features>; expected <acpi>, <pae>, ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(" or 14 more; did you mean <acpi>?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_NVirt_only_keeps_is_listed() =>
        Assert.Equal(["/domain/features/hpt", "/domain/features/xen"],
            Read.Uninterpreted("<features><hpt resizing='required'/><acpi/><xen/></features>"));
}
