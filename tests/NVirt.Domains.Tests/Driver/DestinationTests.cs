using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Memory;

namespace NVirt.Domains.Tests.Driver;

/// <summary>A URI opens the destination of a migration: another driver of the same kind, or another host.</summary>
public sealed class DestinationTests : IAsyncDisposable
{
    private readonly List<string> _reached = [];
    private readonly DomainDrivers _drivers;
    private readonly Place _source = new("/one");
    private Place? _opened;

    public DestinationTests() => _drivers = new DomainDrivers(
        new DriverScheme("place", p => _opened = new Place(p["of"]))
        {
            Parameters = ["of"],
            Remotes = new Dictionary<string, Func<string, CancellationToken, Task<IMigrationDestination>>>
            {
                ["place+ssh"] = (uri, _) => ReachAsync(uri),
            },
        },
        new DriverScheme("test", _ => new TestDriver()) { Paths = ["/default"] })
    {
        Daemons = uri => uri.EndsWith("/daemon", StringComparison.Ordinal) ? new Place(uri) : null,
        DaemonDestinations = uri => uri.EndsWith("/daemon", StringComparison.Ordinal) ? new TestDriver().OpenDestination() : null,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task A_driver_takes_the_guest_and_is_closed_with_its_end_of_the_migration()
    {
        await using (IMigrationDestination there = await _drivers.OpenDestinationAsync("place:///?of=/two", _source, Cancellation))
        {
            MigrationResult moved = await _source.MigrateAsync("test", there, cancellation: Cancellation);
            Assert.Equal(DomainState.Running, moved.Domain.State);
            Assert.False(_opened!.IsClosed);
        }

        Assert.Equal(DomainState.Running, (await _opened!.Inner.FindAsync("test", Cancellation)).State);
        Assert.Equal(DomainState.ShutOff, (await _source.Inner.FindAsync("test", Cancellation)).State);
        Assert.True(_opened.IsClosed);
    }

    [Fact]
    public async Task Another_host_is_reached_with_the_whole_uri()
    {
        await using IMigrationDestination there = await _drivers.OpenDestinationAsync("place+ssh://host/x?y", _source, Cancellation);
        Assert.Equal(["place+ssh://host/x?y"], _reached);
        Assert.Null(_opened);
    }

    [Fact]
    public async Task A_daemon_takes_guests_of_daemons_and_of_drivers()
    {
        await using Place daemon = new("one/daemon");
        foreach (Place source in (Place[])[_source, daemon])
        {
            await using IMigrationDestination there = await _drivers.OpenDestinationAsync("place+tls://host/daemon", source, Cancellation);
            Assert.Null(_opened);
        }
    }

    [Fact]
    public async Task A_guest_of_a_daemon_goes_to_another_daemon_and_nowhere_else()
    {
        await using Place daemon = new("one/daemon");
        DomainException refused = await RefusedAsync("place:///?of=/two", daemon);
        Assert.Contains("move only to other daemons", refused.Message, StringComparison.Ordinal);
        refused = await RefusedAsync("place:///?of=one/daemon", daemon);
        Assert.Contains("already", refused.Message, StringComparison.Ordinal);
        refused = await RefusedAsync("test+tls://host/daemon", daemon);
        Assert.Contains("cannot move there", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_place_where_the_guest_is_already_is_refused_and_let_go_of()
    {
        DomainException refused = await RefusedAsync("place:///?of=%2Fone", _source);
        Assert.Contains("place:///?of=%2Fone already", refused.Message, StringComparison.Ordinal);
        Assert.True(_opened!.IsClosed);
    }

    [Theory]
    [InlineData("test:///default", "guests of place:///?of=/one cannot move there")]
    [InlineData("other:///", "guests of place:///?of=/one cannot move there")]
    [InlineData("/two", "this is no URI")]
    [InlineData("place:///two", "the path must be /")]
    public async Task What_is_no_destination_is_refused(string uri, string why)
    {
        DomainException refused = await RefusedAsync(uri, _source);
        Assert.Contains($": {why}; expected place:///, place:///?of=...", refused.Message, StringComparison.Ordinal);
        Assert.Null(_opened);
    }

    [Fact]
    public async Task Nothing_is_reached_for_another_hypervisor()
    {
        await using TestDriver test = new();
        await RefusedAsync("place+ssh://host/", test);
        Assert.Empty(_reached);
    }

    [Fact]
    public void A_host_is_no_connection() => Assert.Contains(
        "place+ssh:// only names the destination of a migration",
        Assert.Throws<DomainException>(() => _drivers.Open("place+ssh://host/")).Message, StringComparison.Ordinal);

    private async Task<DomainException> RefusedAsync(string uri, IDomainDriver source)
    {
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() => _drivers.OpenDestinationAsync(uri, source, Cancellation));
        Assert.Equal(DomainErrorKind.InvalidArgument, refused.Kind);
        return refused;
    }

    private Task<IMigrationDestination> ReachAsync(string uri)
    {
        _reached.Add(uri);
        return Task.FromResult(new TestDriver().OpenDestination());
    }

    // A host in memory, where the domain runs if it is the first one.
    private sealed class Place(string name) : HostDriver(
        new Uri($"place:///?of={name}"), Host, _ => [new GuestCapabilities(CpuArchitecture.X86_64)])
    {
        private static new readonly CpuDefinition Host = CpuXml.Parse("<cpu><arch>x86_64</arch><model>Haswell</model></cpu>", CpuType.Host);

        public TestDriver Inner { get; } = new(new TestDriverOptions { Domains = name == "/one" ? null : [] });

        public bool IsClosed { get; private set; }

        public override Task<IMigrationSource> BeginMigrationAsync(
            DomainReference domain, MigrationOptions? options = null, IProgress<MigrationProgress>? progress = null,
            CancellationToken cancellation = default) => Inner.BeginMigrationAsync(domain, options, progress, cancellation);

        public override IMigrationDestination OpenDestination() => Inner.OpenDestination();

        public override ValueTask DisposeAsync()
        {
            IsClosed = true;
            return base.DisposeAsync();
        }
    }
}
