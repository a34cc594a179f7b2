using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

public sealed class QemuDriverContractTests : DriverContract
{
    private readonly TempFolder _root = new();

    protected override string Type => "qemu";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _root.Dispose();
    }

    protected override IDomainDriver Connect()
    {
        RealQemu.Require();
        return new QemuDriver(new QemuDriverOptions { Root = _root.Root });
    }
}
