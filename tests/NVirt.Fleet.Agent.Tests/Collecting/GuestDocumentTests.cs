using System.Text;
using NVirt.Fleet.Agent.Collecting;

namespace NVirt.Fleet.Agent.Tests.Collecting;

public sealed class GuestDocumentTests
{
    [Fact]
    public void Only_what_decides_leaves_the_host()
    {
        string reduced = Encoding.UTF8.GetString(GuestDocument.Reduce(
            """
            <domain type='kvm' id='3'><name>secret-name</name>
              <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
              <cpu mode='custom'><model>EPYC</model><topology sockets='2'/><feature policy='require' name='ibpb'/></cpu>
              <devices><graphics passwd='hidden'/></devices></domain>
            """));
        Assert.DoesNotContain("secret-name", reduced, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", reduced, StringComparison.Ordinal);
        Assert.DoesNotContain("topology", reduced, StringComparison.Ordinal);
        Assert.Contains("<model>EPYC</model>", reduced, StringComparison.Ordinal);
        Assert.Contains("machine='pc-q35-7.2'", reduced, StringComparison.Ordinal);
        Assert.Contains("name='ibpb'", reduced, StringComparison.Ordinal);
    }
}
