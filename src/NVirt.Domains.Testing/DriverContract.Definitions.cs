using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>
/// The rules for every driver with all <see cref="DomainOperations"/> except events, which are in <see cref="EventContract"/>, and
/// migration, which is in <see cref="MigrationContract"/>. Derive a test class for a driver; each rule is a test. The domains are x86_64,
/// with the CPU Nehalem if they have one.
/// </summary>
public abstract partial class DriverContract : DriverContext
{
    private static readonly Guid Known = Guid.Parse("0b26b1a4-8b0c-4a0c-8d6e-7d3a1a0a1f01");

    [Fact]
    public async Task A_definition_is_kept_and_does_not_run()
    {
        DomainSummary domain = await DefineAsync("a", Known);
        Assert.Equal(new DomainSummary { Name = "a", Uuid = Known, State = DomainState.ShutOff, IsPersistent = true }, domain);
        Assert.Equal([domain], await Driver.ListAsync(Token));
        Assert.Equal(domain, await Driver.FindAsync("a", Token));
        Assert.Equal(domain, await Driver.FindAsync(Known.ToString(), Token));
    }

    [Fact]
    public async Task A_document_is_given_back_with_what_nobody_interprets()
    {
        await DefineAsync("a", title: "a title");
        DomainDocument document = await Driver.GetDocumentAsync("a", cancellation: Token);
        Assert.Contains("<title>a title</title>", document.Text, StringComparison.Ordinal);
        Assert.Equal(document.Text, (await Driver.GetDocumentAsync("a", isInactive: true, Token)).Text);
    }

    [Fact]
    public async Task A_domain_without_a_UUID_gets_one_and_keeps_it()
    {
        DomainSummary first = await DefineAsync("a");
        DomainSummary second = await DefineAsync("a", title: "new");
        Assert.NotEqual(Guid.Empty, first.Uuid);
        Assert.Equal(first, second);
        Assert.Equal(first.Uuid, (await Driver.GetDocumentAsync("a", cancellation: Token)).Definition.Uuid);
    }

    [Fact]
    public async Task A_definition_of_the_same_name_and_UUID_replaces_the_old_one()
    {
        await DefineAsync("a", Known, title: "old");
        await DefineAsync("a", Known, title: "new");
        Assert.Contains("<title>new</title>", (await Driver.GetDocumentAsync("a", cancellation: Token)).Text, StringComparison.Ordinal);
        Assert.Single(await Driver.ListAsync(Token));
    }

    [Fact]
    public async Task A_name_belongs_to_one_UUID()
    {
        await DefineAsync("a");
        await FailsAsync(DomainErrorKind.Exists, () => DefineAsync("a", Known));
    }

    [Fact]
    public async Task A_UUID_belongs_to_one_name()
    {
        await DefineAsync("a", Known);
        await FailsAsync(DomainErrorKind.Exists, () => DefineAsync("b", Known));
        Assert.Equal("a", Assert.Single(await Driver.ListAsync(Token)).Name);
    }

    [Fact]
    public async Task A_domain_without_a_name_is_refused()
    {
        DomainDocument nameless = DomainDocument.Parse($"<domain type='{Type}'><os><type arch='x86_64'>hvm</type></os></domain>");
        Assert.Equal(CpuErrorKind.Xml, (await Assert.ThrowsAsync<CpuException>(() => Driver.DefineAsync(nameless, Token))).Kind);
    }

    [Fact]
    public async Task Definitions_are_listed_by_name()
    {
        foreach (string name in (string[])["b", "c", "a", "B"])
        {
            await DefineAsync(name);
        }

        Assert.Equal(["B", "a", "b", "c"], (await Driver.ListAsync(Token)).Select(d => d.Name));
    }

    [Fact]
    public async Task An_undefined_domain_is_gone()
    {
        await DefineAsync("a", Known);
        await Driver.UndefineAsync("a", Token);
        Assert.Empty(await Driver.ListAsync(Token));
        await FailsAsync(DomainErrorKind.NotFound, () => Driver.UndefineAsync("a", Token));
        await DefineAsync("b", Known);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        Func<Task>[] operations =
        [
            () => Driver.FindAsync("a", Token),
            () => Driver.FindAsync("1", Token),
            () => Driver.FindAsync(Known.ToString(), Token),
            () => Driver.GetDocumentAsync("a", cancellation: Token),
            () => Driver.GetInfoAsync("a", Token),
            () => Driver.UndefineAsync("a", Token),
            () => Driver.SetAutostartAsync("a", isAutostart: true, Token),
            () => Driver.StartAsync("a", cancellation: Token),
            () => Driver.SuspendAsync("a", Token),
            () => Driver.ResumeAsync("a", cancellation: Token),
            () => Driver.ShutdownAsync("a", Token),
            () => Driver.ResetAsync("a", Token),
            () => Driver.DestroyAsync("a", Token),
        ];
        foreach (Func<Task> operation in operations)
        {
            await FailsAsync(DomainErrorKind.NotFound, operation);
        }
    }

    [Fact]
    public async Task What_is_meant_by_one_thing_is_not_found_by_another()
    {
        DomainSummary domain = await DefineAsync("a", Known);
        uint id = (await Driver.StartAsync("a", isPaused: true, Token)).Domain.Id!.Value;
        Assert.Equal("a", (await Driver.FindAsync(DomainReference.OfName("a"), Token)).Name);
        Assert.Equal("a", (await Driver.FindAsync(Known, Token)).Name);
        Assert.Equal("a", (await Driver.FindAsync(DomainReference.OfId(id), Token)).Name);
        await FailsAsync(DomainErrorKind.NotFound, () => Driver.FindAsync(DomainReference.OfName($"{id}"), Token));
        await FailsAsync(DomainErrorKind.NotFound, () => Driver.FindAsync(DomainReference.OfName($"{Known}"), Token));
        await Driver.DestroyAsync(domain.Uuid, cancellation: Token);
        await FailsAsync(DomainErrorKind.NotFound, () => Driver.FindAsync(DomainReference.OfId(id), Token));
    }

    [Fact]
    public async Task A_domain_is_marked_to_be_started_until_it_is_undefined()
    {
        Assert.False((await DefineAsync("a", Known)).IsAutostart);
        await Driver.SetAutostartAsync("a", isAutostart: true, Token);
        Assert.True((await DefineAsync("a", Known, title: "new")).IsAutostart);
        Assert.True(Assert.Single(await Driver.ListAsync(Token)).IsAutostart);
        await Driver.SetAutostartAsync("a", isAutostart: false, Token);
        Assert.False((await Driver.FindAsync("a", Token)).IsAutostart);
        await Driver.SetAutostartAsync("a", isAutostart: true, Token);
        await Driver.UndefineAsync("a", Token);
        Assert.False((await DefineAsync("a", Known)).IsAutostart);
    }

    [Fact]
    public async Task Passwords_are_shown_only_to_those_who_ask_for_them()
    {
        Exception? refused = await Record.ExceptionAsync(() =>
            Driver.DefineAsync(Document("a", devices: "<devices><graphics type='vnc' port='5999' passwd='secret'/></devices>"), Token));
        if (refused is not null)
        {
            // A driver that cannot set one says so, and not which.
            Assert.Equal(DomainErrorKind.Unsupported, DomainException.KindOf(refused));
            Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
            return;
        }

        DomainReference a = DomainReference.OfName("a");
        Assert.DoesNotContain("secret", (await Driver.GetDocumentAsync(a, cancellation: Token)).Text, StringComparison.Ordinal);
        Assert.Contains("passwd='secret'", (await Driver.GetDocumentAsync(a, new DomainDocumentOptions { IsSecure = true }, Token)).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_that_is_off_has_memory_and_processors_and_has_done_nothing()
    {
        await DefineAsync("a");
        DomainInfo info = await Driver.GetInfoAsync("a", Token);
        Assert.Equal((DomainState.ShutOff, 32u * 1024, 32u * 1024, 1u, TimeSpan.Zero),
            (info.Domain.State, info.MaximumMemoryKiB, info.MemoryKiB, info.Vcpus, info.ProcessorTime));
    }

    [Fact]
    public async Task Of_two_callers_who_want_the_same_UUID_one_gets_it()
    {
        Task[] callers = [DefineAsync("a", Known), DefineAsync("b", Known)];
        await Task.WhenAll(callers).ContinueWith(static _ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        _ = Assert.Single(callers, c => c.IsCompletedSuccessfully);
        Assert.Equal(
            DomainErrorKind.Exists, Assert.IsType<DomainException>(callers.Single(c => c.IsFaulted).Exception!.InnerException).Kind);
        Assert.Single(await Driver.ListAsync(Token));
    }
}
