using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

public sealed class QemuMigrationContractTests : MigrationContract
{
    private readonly TempFolder _root = new();
    private readonly HostFolder _elsewhere = new();

    protected override string Type => "qemu";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _elsewhere.DisposeAsync();
        _root.Dispose();
    }

    protected override IDomainDriver Connect()
    {
        RealQemu.Require();
        return new QemuDriver(new QemuDriverOptions { Root = _root.Root });
    }

    protected override IDomainDriver ConnectElsewhere() => _elsewhere.Driver;
}
