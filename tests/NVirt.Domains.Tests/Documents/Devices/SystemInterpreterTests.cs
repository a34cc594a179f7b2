using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Domains.Tests.Documents.Devices;

public class SystemInterpreterTests
{
    private static readonly DomainPlace Place = new(1, 29);

    public static TheoryData<string, DomainDevice> Devices => new()
    {
        {
            "<rng model='virtio'><rate bytes='5' period='1000'/><backend model='random'>/dev/urandom</backend></rng>",
            new RngDevice("virtio", Place) { Backend = "random", Path = "/dev/urandom", RateBytes = 5, RatePeriod = 1000 }
        },
        { "<rng model='virtio'><backend model='builtin'/></rng>", new RngDevice("virtio", Place) { Backend = "builtin" } },
        {
            "<memballoon model='virtio' autodeflate='on' freePageReporting='off'><stats period='3'/></memballoon>",
            new MemballoonDevice("virtio", Place) { AutoDeflate = true, FreePageReporting = false, StatsPeriod = 3 }
        },
        { "<watchdog model='i6300esb'/>", new WatchdogDevice("i6300esb", Place) { Action = "reset" } },
        { "<watchdog model='itco' action='poweroff'/>", new WatchdogDevice("itco", Place) { Action = "poweroff" } },
        {
            "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>",
            new TpmDevice(Place) { Model = "tpm-crb", Backend = "emulator", Version = "2.0" }
        },
        {
            "<tpm><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
            new TpmDevice(Place) { Backend = "passthrough", Path = "/dev/tpm0" }
        },
        { "<panic model='hyperv'/>", new PanicDevice(Place) { Model = "hyperv" } },
        {
            "<iommu model='intel'><driver intremap='on' caching_mode='off' eim='on' iotlb='off' aw_bits='48'/></iommu>",
            new IommuDevice("intel", Place) { Intremap = true, CachingMode = false, Eim = true, Iotlb = false, AddressWidth = 48 }
        },
        {
            "<memory model='nvdimm'><source><path>/nv</path></source><target><size unit='MiB'>2</size><node>1</node></target></memory>",
            new MemoryDevice("nvdimm", Place) { SizeKiB = 2048, Node = 1, Path = "/nv" }
        },
        {
            "<memory model='virtio-mem'><target><size>8192</size><block>2048</block><requested>4096</requested></target></memory>",
            new MemoryDevice("virtio-mem", Place) { SizeKiB = 8192, BlockKiB = 2048, RequestedKiB = 4096 }
        },
        { "<vsock model='virtio'><cid auto='no' address='3'/></vsock>",
            new VsockDevice(Place) { Model = "virtio", Cid = 3, IsAuto = false } },
    };

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_device_is_read(string xml, DomainDevice expected)
    {
        Assert.Equal(expected, Assert.Single(Read.Domain($"<devices>{xml}</devices>").Devices.All));
        Assert.Empty(Read.Uninterpreted($"<devices>{xml}</devices>"));
    }

    [Theory]
    [InlineData("<rng/>")]
    [InlineData("<memballoon/>")]
    [InlineData("<memballoon model='virtio' autodeflate='yes'/>")]
    [InlineData("<watchdog/>")]
    [InlineData("<iommu/>")]
    [InlineData("<iommu model='intel'><driver eim='yes'/></iommu>")]
    [InlineData("<memory model='dimm'/>")]
    [InlineData("<memory model='dimm'><target/></memory>")]
    [InlineData("<memory><target><size>1</size></target></memory>")]
    [InlineData("<memory model='dimm'><target><size>x</size></target></memory>")]
    [InlineData("<vsock><cid address='x'/></vsock>")]
    public void A_bad_value_is_malformed(string device) => Read.IsXml($"<devices>{device}</devices>");
}
