using NVirt.Daemon.Hypervisors;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Memory;

namespace NVirt.Daemon.Tests.Hypervisors;

/// <summary>What listeners of one driver are told.</summary>
public sealed class HypervisorEventsTests
{
    private const string Document =
        "<domain type='test'><name>a</name><memory>8192</memory><vcpu>1</vcpu><os><type>hvm</type></os></domain>";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_is_told_of_nothing_that_happened_before_it_listened()
    {
        await using TestDriver driver = new();
        await using HypervisorEvents events = new(driver);
        List<DomainEventKind> all = [];
        using IDisposable first = await events.ListenAsync(e => all.Add(e.Kind));
        for (int round = 0; round < 200; round++)
        {
            await driver.DefineAsync(DomainDocument.Parse(Document), cancellation: Token);
            List<DomainEventKind> told = [];
            using (await events.ListenAsync(e => told.Add(e.Kind)))
            {
                await driver.UndefineAsync(DomainReference.Parse("a"), cancellation: Token);
                await driver.PassAsync(Token);
            }

            Assert.Equal([DomainEventKind.Undefined], told);
        }

        Assert.Equal(400, all.Count);
    }
}
