using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Remote.Events;
using NVirt.Remote.Transports;
using NVirt.Remote.Words;
using NVirt.Rpc.Client;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Remote;

/// <summary>An open connection to a daemon. Safe for use by several threads.</summary>
internal sealed class RemoteConnection : IAsyncDisposable
{
    private static readonly TimeSpan OpenPatience = TimeSpan.FromSeconds(30);

    // libvirt's numbers for ways to say who one is.
    private const int NoAuthentication = 0;
    private const int Polkit = 2;

    private readonly string _place;

    private RemoteConnection(RpcClient client, string place)
    {
        Client = client;
        Events = new RemoteEvents(client);
        _place = place;
        _ = CloseEventsAsync();
    }

    /// <summary>Its calls.</summary>
    public RpcClient Client { get; }

    /// <summary>What it tells.</summary>
    public RemoteEvents Events { get; }

    /// <summary>Connects, says who this is, and opens the hypervisor.</summary>
    /// <exception cref="DomainException">The daemon cannot be reached, does not let this user in, or cannot open it.</exception>
    public static async Task<RemoteConnection> OpenAsync(RemoteAddress address, RpcClientOptions? options)
    {
        using CancellationTokenSource patience = new(OpenPatience);
        try
        {
            Stream stream = address.Transport switch
            {
                RemoteTransport.Ssh => SshTransport.Open(address, SshProgram.Usual),
                RemoteTransport.Tls => await TlsTransport.ConnectAsync(address, patience.Token).ConfigureAwait(false),
                _ => await UnixTransport.ConnectAsync(address, patience.Token).ConfigureAwait(false),
            };
            RemoteConnection connection = new(new RpcClient(stream, options), Text.OnOneLine(address.Text, 300));
            try
            {
                await connection.BeginAsync(address.Name, patience.Token).ConfigureAwait(false);
                return connection;
            }
            catch
            {
                await connection.Client.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (OperationCanceledException e)
        {
            throw new DomainException(
                DomainErrorKind.NoConnection,
                Text.Of(Messages.Open_Silent, Text.OnOneLine(address.Text, 300), OpenPatience.TotalSeconds), e);
        }
    }

    /// <summary>Makes a call. A long one may take any time, as long as the server gives signs of life.</summary>
    /// <exception cref="DomainException">The server says no, or the connection has ended.</exception>
    /// <exception cref="NVirt.Cpu.CpuException">The server refuses a document or a CPU.</exception>
    public Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult> => CallAsync(procedure, arguments, isLong: false, cancellation);

    /// <inheritdoc cref="CallAsync{TArgs, TResult}(Procedure{TArgs, TResult}, TArgs, CancellationToken)"/>
    public async Task<TResult> CallAsync<TArgs, TResult>(
        Procedure<TArgs, TResult> procedure, TArgs arguments, bool isLong, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
        where TResult : IXdrValue<TResult>
    {
        try
        {
            return await Client.CallAsync(procedure, arguments, isLong, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcServerException or RpcConnectionException or XdrException)
        {
            throw Translate(e);
        }
    }

    /// <summary>Makes a call that opens a stream in both directions.</summary>
    /// <exception cref="DomainException">The server says no, or the connection has ended.</exception>
    public async Task<Stream> OpenStreamAsync<TArgs>(
        Procedure<TArgs, XdrNothing> procedure, TArgs arguments, CancellationToken cancellation)
        where TArgs : IXdrValue<TArgs>
    {
        try
        {
            return new RemoteStream(await Client.OpenStreamAsync(procedure, arguments, cancellation).ConfigureAwait(false), Translate);
        }
        catch (Exception e) when (e is RpcServerException or RpcConnectionException or XdrException)
        {
            throw Translate(e);
        }
    }

    /// <summary>Waits until the connection has ended by itself.</summary>
    /// <exception cref="DomainException">It has ended, and why.</exception>
    public async Task WatchAsync(CancellationToken cancellation) =>
        throw ErrorOf(await Client.Ended.WaitAsync(cancellation).ConfigureAwait(false));

    /// <summary>Says goodbye, and waits until the daemon has ended what was to end with this connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Client.CallAsync(RemoteProgram.ConnectClose, XdrNothing.Value).WaitAsync(OpenPatience).ConfigureAwait(false);
            await Client.WaitForEndAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcServerException or RpcConnectionException or TimeoutException)
        {
            // It has ended before, or does not answer.
        }

        await Client.DisposeAsync().ConfigureAwait(false);
    }

    private async Task BeginAsync(string name, CancellationToken cancellation)
    {
        int[] types = (await CallAsync(RemoteProgram.AuthList, XdrNothing.Value, cancellation).ConfigureAwait(false)).Types;
        if (types.Contains(Polkit) && !types.Contains(NoAuthentication))
        {
            await CallAsync(RemoteProgram.AuthPolkit, XdrNothing.Value, cancellation).ConfigureAwait(false);
        }
        else if (types.Length > 0 && !types.Contains(NoAuthentication))
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Open_Authentication, _place));
        }

        ConnectSupportsFeatureArgs keepalive = new() { Feature = (int)VirDrvFeature.ProgramKeepalive };
        if ((await CallAsync(RemoteProgram.ConnectSupportsFeature, keepalive, cancellation).ConfigureAwait(false)).Supported != 0)
        {
            Client.StartKeepalive();
        }

        await CallAsync(RemoteProgram.ConnectOpen, new ConnectOpenArgs { Name = name, Flags = 0 }, cancellation).ConfigureAwait(false);
    }

    private Exception Translate(Exception error) => error switch
    {
        RpcServerException refused => ServerError.Of(refused),
        RpcConnectionException lost => ErrorOf(lost),
        _ => new DomainException(DomainErrorKind.InvalidArgument, error.Message, error),
    };

    private async Task CloseEventsAsync() => Events.Close(ErrorOf(await Client.Ended.ConfigureAwait(false)));

    private DomainException ErrorOf(RpcConnectionException error) => new(
        error.IsSenseless ? DomainErrorKind.Hypervisor : DomainErrorKind.NoConnection,
        Text.Of(Messages.Connection_Ended, _place, PeerText.Show(error.Message)), error);
}
