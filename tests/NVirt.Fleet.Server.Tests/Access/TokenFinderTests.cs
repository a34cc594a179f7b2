using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Access;

/// <summary>Tokens that are remembered for some seconds.</summary>
public sealed class TokenFinderTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly MovedClock _clock = new();
    private IFleetStore _store = null!;
    private TokenFinder _tokens = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = FleetStores.Open(Path.Combine(_folder.Root, "fleet.db"));
        await _store.OpenAsync(Cancellation);
        _tokens = new TokenFinder(_store, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_scheduler_is_let_in_while_the_store_is_away_for_a_moment()
    {
        await AddAsync("r", Roles.Read);
        await AddAsync("a", Roles.Admin);
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        Assert.NotNull(await _tokens.FindAsync("a", Cancellation));
        await _store.DisposeAsync();
        _clock.Passed = TimeSpan.FromSeconds(4);
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        await Assert.ThrowsAsync<StoreException>(async () => await _tokens.FindAsync("a", Cancellation));
        _clock.Passed = TimeSpan.FromSeconds(5);
        await Assert.ThrowsAsync<StoreException>(async () => await _tokens.FindAsync("r", Cancellation));
    }

    [Fact]
    public async Task What_another_replica_withdrew_is_worth_nothing_after_five_seconds()
    {
        await AddAsync("r", Roles.Read);
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        await _store.WithdrawTokenAsync("r", Audit, Cancellation);
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        _clock.Passed = TimeSpan.FromSeconds(5);
        Assert.Null(await _tokens.FindAsync("r", Cancellation));
    }

    [Fact]
    public async Task A_second_later_the_store_is_asked_behind_the_callers_back()
    {
        await AddAsync("r", Roles.Read);
        await _tokens.FindAsync("r", Cancellation);
        await _store.WithdrawTokenAsync("r", Audit, Cancellation);
        _clock.Passed = TimeSpan.FromSeconds(1);
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        await Eventually.IsAsync(() => _tokens.FindAsync("r", Cancellation).AsTask().GetAwaiter().GetResult() is null);
    }

    [Fact]
    public async Task A_token_that_is_remembered_ends_by_its_time()
    {
        await AddAsync("r", Roles.Read, _clock.GetUtcNow().AddHours(1));
        Assert.NotNull(await _tokens.FindAsync("r", Cancellation));
        _clock.Offset = TimeSpan.FromHours(2);
        Assert.Null(await _tokens.FindAsync("r", Cancellation));
    }

    private static NewAudit Audit { get; } = new(DateTimeOffset.UnixEpoch, "ann", "test", "it", string.Empty);

    private Task AddAsync(string name, string role, DateTimeOffset? expires = null) => _store.AddTokenAsync(
        new StoredToken
        {
            Id = name,
            Hash = name,
            Role = role,
            Expires = expires,
            CreatedBy = "ann",
            CreatedAt = DateTimeOffset.UnixEpoch,
        },
        Audit, Cancellation);
}
