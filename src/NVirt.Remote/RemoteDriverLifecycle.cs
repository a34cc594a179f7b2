using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Remote;

/// <summary>Starting, pausing and ending.</summary>
public sealed partial class RemoteDriver
{
    private static readonly TimeSpan ShutdownPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AbandonPatience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<DomainStarted> StartAsync(
        DomainReference domain, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        DomainCreateWithFlagsArgs arguments = new() { Dom = found, Flags = FlagsOf(options) };
        return await StartedAsync(
            async () => (await CallAsync(RemoteProgram.DomainCreateWithFlags, arguments, CancellationToken.None).ConfigureAwait(false)).Dom,
            found.Name, options, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<DomainStarted> CreateAsync(
        DomainDocument document, DomainStartOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DomainCreateXMLArgs arguments = new() { XmlDesc = document.Text, Flags = FlagsOf(options) };
        try
        {
            return await StartedAsync(
                async () => (await CallAsync(RemoteProgram.DomainCreateXML, arguments, CancellationToken.None).ConfigureAwait(false)).Dom,
                document.Definition.Name ?? string.Empty, options, cancellation).ConfigureAwait(false);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.InvalidState)
        {
            // The daemons do not tell a domain that runs from another one that has its name or its UUID.
            throw await IsTakenAsync(document.Definition, cancellation).ConfigureAwait(false)
                ? new DomainException(DomainErrorKind.Exists, e.Message, e) : e;
        }
    }

    /// <inheritdoc/>
    public async Task SuspendAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default) =>
        await CallAsync(
            RemoteProgram.DomainSuspend, new DomainSuspendArgs { Dom = await LookUpAsync(domain, cancellation).ConfigureAwait(false) },
            cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task ResumeAsync(DomainReference domain, DomainResumeOptions? options = null, CancellationToken cancellation = default) =>
        await CallAsync(
            RemoteProgram.DomainResume, new DomainResumeArgs { Dom = await LookUpAsync(domain, cancellation).ConfigureAwait(false) },
            cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task ShutdownAsync(
        DomainReference domain, DomainShutdownOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        await CallAsync(RemoteProgram.DomainShutdown, new DomainShutdownArgs { Dom = found }, cancellation).ConfigureAwait(false);
        if (options?.Deadline is { } deadline)
        {
            long begin = Environment.TickCount64;
            while (await IsActiveAsync(found, cancellation).ConfigureAwait(false))
            {
                if (Environment.TickCount64 - begin > deadline.TotalMilliseconds)
                {
                    throw new DomainException(
                        DomainErrorKind.TimedOut, Text.Of(Messages.Driver_NotShutDown, found.Name, deadline.TotalSeconds));
                }

                await Task.Delay(ShutdownPause, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task ResetAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        await CallAsync(RemoteProgram.DomainReset, new DomainResetArgs { Dom = found, Flags = 0 }, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DestroyAsync(DomainReference domain, DomainDestroyOptions? options = null, CancellationToken cancellation = default)
    {
        RemoteDomain found = await LookUpAsync(domain, cancellation).ConfigureAwait(false);
        uint flags = options?.IsGraceful == true ? (uint)VirDomainDestroyFlagsValues.Graceful : 0;
        await CallAsync(RemoteProgram.DomainDestroyFlags, new DomainDestroyFlagsArgs { Dom = found, Flags = flags }, cancellation)
            .ConfigureAwait(false);
    }

    private static uint FlagsOf(DomainStartOptions? options) => (options?.IsPaused == true ? (uint)VirDomainCreateFlags.StartPaused : 0)
        | (options?.IsAutoDestroyed == true ? (uint)VirDomainCreateFlags.StartAutodestroy : 0);

    // A start that was sent cannot be taken back. So one that nobody waits for any more is waited for all the same, and what it started is
    // ended.
    private async Task<DomainStarted> StartedAsync(
        Func<Task<RemoteDomain>> start, string name, DomainStartOptions? options, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (options?.Deadline is { } soon && soon <= TimeSpan.Zero)
        {
            throw TooSlow(name, soon);
        }

        Task<RemoteDomain> starting = start();
        RemoteDomain domain;
        try
        {
            domain = await starting.WaitAsync(options?.Deadline ?? Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await AbandonAsync(starting, name).ConfigureAwait(false);
            throw TooSlow(name, options!.Deadline!.Value);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await AbandonAsync(starting, name).ConfigureAwait(false);
            throw;
        }

        return new DomainStarted(await DescribeAsync(domain, cancellation).ConfigureAwait(false), []);
    }

    private async Task AbandonAsync(Task<RemoteDomain> starting, string name)
    {
        try
        {
            RemoteDomain started = await starting.WaitAsync(AbandonPatience).ConfigureAwait(false);
            DomainDestroyFlagsArgs arguments = new() { Dom = started, Flags = 0 };
            await CallAsync(RemoteProgram.DomainDestroyFlags, arguments, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new DomainException(DomainErrorKind.TimedOut, Text.Of(Messages.Driver_MayStart, name), e);
        }
        catch (Exception e) when (e is DomainException { Kind: not (DomainErrorKind.NoConnection or DomainErrorKind.Hypervisor) }
            or NVirt.Cpu.CpuException)
        {
            // It was not started, or has ended already.
        }
    }

    private static DomainException TooSlow(string name, TimeSpan deadline) =>
        new(DomainErrorKind.TimedOut, Text.Of(Messages.Driver_StartTooSlow, name, deadline.TotalSeconds));

    private async Task<bool> IsActiveAsync(RemoteDomain domain, CancellationToken cancellation)
    {
        try
        {
            return (await CallAsync(RemoteProgram.DomainIsActive, new DomainIsActiveArgs { Dom = domain }, cancellation)
                .ConfigureAwait(false)).Active != 0;
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.NotFound)
        {
            // It had no definition.
            return false;
        }
    }

    private async Task<bool> IsTakenAsync(DomainDefinition definition, CancellationToken cancellation)
    {
        IReadOnlyList<DomainSummary> all = await ListAsync(cancellation).ConfigureAwait(false);
        return definition.Uuid is { } uuid && all.Any(d => (d.Name == definition.Name) != (d.Uuid == uuid));
    }
}
