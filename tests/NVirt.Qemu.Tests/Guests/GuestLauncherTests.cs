using System.Diagnostics;
using NVirt.Domains.Driver;
using NVirt.Qemu.Guests;

namespace NVirt.Qemu.Tests.Guests;

public sealed class GuestLauncherTests
{
    [Fact]
    public void A_process_that_was_killed_at_once_is_no_failure_of_the_start_itself()
    {
        using Process process = Process.Start("/bin/sh", ["-c", "exit 0"]);
        process.WaitForExit();
        Assert.Equal(DomainErrorKind.Hypervisor, Assert.Throws<DomainException>(() => GuestLauncher.Identify(process.Id)).Kind);
    }
}
