using NVirt.Fleet.Inventories;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Pages;

/// <summary>What a page is asked for, and of what it tells.</summary>
/// <param name="Context">The request.</param>
/// <param name="Snapshot">The fleet.</param>
/// <param name="Now">The present.</param>
internal sealed record PageRequest(HttpContext Context, FleetSnapshot Snapshot, DateTimeOffset Now)
{
    private const int Longest = 256;

    /// <summary>Hosts and guests.</summary>
    public FleetInventory Inventory => Snapshot.Inventory;

    /// <summary>Ends it.</summary>
    public CancellationToken Cancellation => Context.RequestAborted;

    /// <summary>A part of the service.</summary>
    public T Get<T>() where T : notnull => Context.RequestServices.GetRequiredService<T>();

    /// <summary>A word of the query; <see langword="null"/> if it is empty or not there. What is too long is cut.</summary>
    public string? Word(string name) => Context.Request.Query[name].FirstOrDefault() is { Length: > 0 } word
        ? word.Trim() is { Length: > 0 } trimmed ? trimmed[..Math.Min(trimmed.Length, Longest)] : null : null;

    /// <summary>Whether a box is ticked.</summary>
    public bool Has(string name) => Word(name) == "true";

    /// <summary>A number of the query, from 1; <see langword="null"/> if it is none.</summary>
    public long? Number(string name) =>
        Digits.TryParse(Word(name), out long number) && number > 0 ? number : null;

    /// <summary>A name of the path, or of the query where the path cannot have it.</summary>
    public string Name(string key) => Context.GetRouteValue(key) is string name && name != PageLinks.InQuery ? name
        : Context.Request.Query[key].FirstOrDefault() ?? string.Empty;

    /// <summary>Computes a page that takes a while, when it is its turn; many that wait already get a page that says so.</summary>
    public async Task<PageContent> HeavyAsync(string section, Func<PageContent> make)
    {
        PageContent? content = null;
        await Get<Api.HeavyWork>().RunAsync(Context, () =>
        {
            content = make();
            return Results.Empty;
        });
        return content ?? PageContent.Busy(section);
    }

    /// <summary>The part of a list that is wanted; <see langword="null"/> if the cursor makes no sense.</summary>
    public Api.Page? Part(int limit) => Api.Page.Of(Word("cursor"), limit);
}
