using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Memory;
using NVirt.Domains.Testing;

namespace NVirt.Domains.Tests.Driver.Test;

public sealed class TestDriverTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_domain_runs_from_the_start()
    {
        await using TestDriver driver = new();
        DomainSummary domain = Assert.Single(await driver.ListAsync(Token));
        Assert.Equal(("test", 1u, DomainState.Running, true), (domain.Name, domain.Id, domain.State, domain.IsPersistent));
        Assert.Equal("test:///default", driver.Uri.ToString());
        Assert.Equal(DomainOperations.All, driver.Operations);
    }

    [Fact]
    public async Task Host_model_gets_what_migrates_of_the_made_up_host()
    {
        await using TestDriver driver = new();
        CpuDefinition live = (await driver.GetDocumentAsync("test", cancellation: Token)).Definition.Cpu!;
        Assert.Equal("Haswell-noTSX", live.Model);
        Assert.Equal(["vmx", "pdpe1gb"], live.Features.Where(f => f.Policy == CpuPolicy.Require).Select(f => f.Name));
    }

    [Theory]
    [InlineData("<cpu mode='host-passthrough' migratable='on'/>", false)]
    [InlineData("<cpu mode='host-passthrough' migratable='off'/>", true)]
    [InlineData("<cpu mode='host-model'><feature policy='require' name='invtsc'/></cpu>", true)]
    [InlineData("<cpu mode='custom' match='minimum'><model>Nehalem</model><feature policy='disable' name='invtsc'/></cpu>", false)]
    public async Task A_guest_with_features_that_do_not_migrate_stays(string cpu, bool isStuck)
    {
        await using TestDriver driver = new(new TestDriverOptions { Domains = [Guests.Document("a", cpu)] });
        await using TestDriver other = new(new TestDriverOptions { Domains = [] });
        await using IMigrationDestination destination = other.OpenDestination();
        Task<MigrationResult> moving = driver.MigrateAsync("a", destination, cancellation: Token);
        if (isStuck)
        {
            DomainException e = await Assert.ThrowsAsync<DomainException>(() => moving);
            Assert.Equal(DomainErrorKind.MigrationUnsafe, e.Kind);
            Assert.Contains("invtsc", e.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(DomainState.Running, (await moving).Domain.State);
        }
    }

    [Theory]
    [InlineData("<cpu><model>Nehalem</model><feature policy='forbid' name='sse4.2'/></cpu>", "sse4.2")]
    [InlineData("<cpu match='strict'><model>Haswell-noTSX</model></cpu>", "vmx")]
    [InlineData("<cpu mode='host-model'><feature policy='require' name='avx512f'/></cpu>", "avx512f")]
    public void A_promise_that_can_not_be_kept_refuses_with_the_place_and_the_feature(string cpu, string feature)
    {
        CpuException e = Assert.Throws<CpuException>(() => new TestDriver(new TestDriverOptions { Domains = [Guests.Document("a", cpu)] }));
        Assert.Contains(e.Refusal.Reasons, r => r.Subject == feature);
        Assert.StartsWith("a.xml:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_check_the_guest_gets_less_and_its_document_says_so()
    {
        DomainDocument document = Guests.Document("a", "<cpu check='none'><model>Skylake-Server</model></cpu>");
        await using TestDriver driver = new(new TestDriverOptions { Domains = [document] });
        CpuDefinition live = (await driver.GetDocumentAsync("a", cancellation: Token)).Definition.Cpu!;
        Assert.Equal(CpuPolicy.Disable, live.Features.Single(f => f.Name == "avx512f").Policy);
    }

    [Fact]
    public async Task A_forced_feature_is_given_whatever_the_host_has()
    {
        DomainDocument document = Guests.Document("a", "<cpu><model>Nehalem</model><feature policy='force' name='avx512f'/></cpu>");
        await using TestDriver driver = new(new TestDriverOptions { Domains = [document] });
        CpuDefinition live = (await driver.GetDocumentAsync("a", cancellation: Token)).Definition.Cpu!;
        Assert.Equal(CpuPolicy.Force, live.Features.Single(f => f.Name == "avx512f").Policy);
    }

    [Fact]
    public async Task A_domain_without_a_CPU_shows_none()
    {
        await using TestDriver driver = new(new TestDriverOptions { Domains = [Guests.Document("a")] });
        Assert.Null((await driver.GetDocumentAsync("a", cancellation: Token)).Definition.Cpu);
    }

    [Fact]
    public async Task The_host_can_be_another_one()
    {
        CpuDefinition host = CpuXml.Parse("<cpu><arch>x86_64</arch><model>EPYC</model><vendor>AMD</vendor></cpu>", CpuType.Host);
        await using TestDriver driver = new(new TestDriverOptions { Host = host });
        Assert.Equal("EPYC", (await driver.GetDocumentAsync("test", cancellation: Token)).Definition.Cpu!.Model);
        Assert.Equal(host, (await driver.GetCapabilitiesAsync(Token)).Cpu);
    }

    [Fact]
    public async Task The_host_can_have_another_architecture()
    {
        CpuDefinition host = CpuXml.Parse("<cpu><arch>aarch64</arch><model>Neoverse-N1</model><vendor>ARM</vendor></cpu>", CpuType.Host);
        await using TestDriver driver = new(new TestDriverOptions { Host = host });
        Assert.Equal("Neoverse-N1", (await driver.GetDocumentAsync("test", cancellation: Token)).Definition.Cpu!.Model);
    }

    [Theory]
    [InlineData("<domain type='kvm'><name>a</name><os><type>hvm</type></os></domain>")]
    [InlineData("<domain type='test'><os><type>hvm</type></os></domain>")]
    public async Task What_it_can_not_run_is_not_defined(string xml)
    {
        await using TestDriver driver = new();
        await Assert.ThrowsAsync<CpuException>(() => driver.DefineAsync(DomainDocument.Parse(xml), Token));
    }

    [Fact]
    public async Task A_guest_obeys_when_it_is_asked_to_shut_down()
    {
        await using TestDriver driver = new();
        await driver.ShutdownAsync("test", Token);
        Assert.Equal(DomainState.ShutOff, (await driver.FindAsync("test", Token)).State);
    }

    [Fact]
    public async Task A_start_fails_for_the_reason_that_is_injected_and_nothing_stays()
    {
        await using TestDriver driver = new(new TestDriverOptions
        {
            Domains = [],
            OnStep = static (step, domain, _) => throw new IOException($"{step} {domain}"),
        });
        DomainSummary defined = await driver.DefineAsync(Guests.Document("a"), Token);
        Assert.Equal("Start a", (await Assert.ThrowsAsync<IOException>(() => driver.StartAsync("a", cancellation: Token))).Message);
        Assert.Equal([defined], await driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_start_that_takes_time_is_waited_for_and_is_ended_by_cancellation()
    {
        await using TestDriver driver = Slow(TimeSpan.FromMilliseconds(1), out TaskCompletionSource begun);
        using CancellationTokenSource cancellation = new();
        DomainSummary defined = await driver.DefineAsync(Guests.Document("a"), Token);
        Task<DomainStarted> start = driver.StartAsync("a", cancellation: cancellation.Token);
        await begun.Task.WaitAsync(Token);
        Assert.Equal(DomainErrorKind.Busy, (await Assert.ThrowsAsync<DomainException>(() => driver.SuspendAsync("a", Token))).Kind);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal([defined], await driver.ListAsync(Token));
    }

    [Fact]
    public async Task To_destroy_a_domain_ends_its_start()
    {
        await using TestDriver driver = Slow(TimeSpan.FromSeconds(10), out TaskCompletionSource begun);
        DomainSummary defined = await driver.DefineAsync(Guests.Document("a"), Token);
        Task<DomainStarted> start = driver.StartAsync("a", cancellation: Token);
        await begun.Task.WaitAsync(Token);
        await driver.DestroyAsync("a", Token);
        Assert.Equal(DomainErrorKind.Aborted, (await Assert.ThrowsAsync<DomainException>(() => start)).Kind);
        Assert.Equal([defined], await driver.ListAsync(Token));
    }

    [Fact]
    public async Task Many_callers_at_once_leave_it_in_order()
    {
        await using TestDriver driver = new(new TestDriverOptions { Domains = [] });
        await Parallel.ForAsync(0, 200, Token, async (i, token) =>
        {
            string name = $"d{i % 10}";
            try
            {
                await driver.DefineAsync(Guests.Document(name), token);
                await driver.StartAsync(name, cancellation: token);
                await driver.DestroyAsync(name, token);
            }
            catch (DomainException e)
            {
                Assert.Equal(DomainErrorKind.InvalidState, e.Kind);
            }
        });
        IReadOnlyList<DomainSummary> domains = await driver.ListAsync(Token);
        Assert.Equal(10, domains.Count);
        Assert.Equal(domains.Where(d => d.IsActive).Select(d => d.Id).Distinct(), domains.Where(d => d.IsActive).Select(d => d.Id));
    }

    private static TestDriver Slow(TimeSpan patience, out TaskCompletionSource begun)
    {
        TaskCompletionSource signal = begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new TestDriver(new TestDriverOptions
        {
            Domains = [],
            Patience = patience,
            OnStep = (_, _, token) =>
            {
                signal.TrySetResult();
                return Task.Delay(Timeout.Infinite, token);
            },
        });
    }
}
