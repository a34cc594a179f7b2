using NVirt.Domains.Driver;
using NVirt.Domains.Testing;

namespace NVirt.Daemon.Tests.Clients;

/// <summary>The contract, kept through a daemon by the driver in memory.</summary>
public sealed class RemoteMemoryTests(RunningDaemon daemon) : DriverContract, IClassFixture<RunningDaemon>
{
    protected override string Type => "test";

    protected override IDomainDriver Connect() => RemoteHosts.OfMemory(daemon.Socket);
}

/// <summary>The same of its events.</summary>
public sealed class RemoteMemoryEventTests(RunningDaemon daemon) : EventContract, IClassFixture<RunningDaemon>
{
    protected override string Type => "test";

    protected override IDomainDriver Connect() => RemoteHosts.OfMemory(daemon.Socket);
}

/// <summary>The contract, kept through a daemon by QEMU.</summary>
public sealed class RemoteQemuTests(RunningDaemon daemon) : DriverContract, IClassFixture<RunningDaemon>
{
    protected override string Type => "qemu";

    protected override IDomainDriver Connect() => RemoteHosts.OfQemu(daemon.Socket);
}

/// <summary>The same of its events.</summary>
public sealed class RemoteQemuEventTests(RunningDaemon daemon) : EventContract, IClassFixture<RunningDaemon>
{
    protected override string Type => "qemu";

    protected override IDomainDriver Connect() => RemoteHosts.OfQemu(daemon.Socket);
}
