using NVirt.Domains.Driver;

namespace NVirt.Domains.Memory;

/// <summary>
/// The domains of a test driver, and their numbers. Reading or changing them requires <see cref="Lock"/>, which is never held for long.
/// </summary>
internal sealed class TestDomains
{
    private readonly Dictionary<Guid, TestDomain> _domains = [];
    private uint _lastId;

    public Lock Lock { get; } = new();

    public IReadOnlyList<DomainSummary> List() =>
    [
        .. _domains.Values.Select(d => d.Summary).OrderBy(d => d.Id ?? long.MaxValue).ThenBy(d => d.Name, StringComparer.Ordinal),
    ];

    public TestDomain[] All() => [.. _domains.Values];

    /// <summary>The domain that is meant.</summary>
    /// <exception cref="DomainException">There is none.</exception>
    public TestDomain Find(DomainReference domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        TestDomain? found = domain switch
        {
            { Uuid: { } uuid } => _domains.GetValueOrDefault(uuid),
            { Id: { } id } => _domains.Values.FirstOrDefault(d => d.Guest?.Id == id),
            _ => ByName(domain.Name!),
        };
        return found ?? throw DomainException.NotFound(domain);
    }

    /// <summary>The domain for a document; it may be a new one.</summary>
    /// <exception cref="DomainException">The name or UUID belongs to another one.</exception>
    public TestDomain ForDocument(string name, Guid? uuid)
    {
        TestDomain? known = ByName(name);
        if (known is not null && uuid is not null && uuid != known.Uuid)
        {
            throw DomainException.NameTaken(name, known.Uuid);
        }

        return uuid is { } given && _domains.TryGetValue(given, out TestDomain? owner) && owner.Name != name
            ? throw DomainException.UuidTaken(given, owner.Name)
            : known ?? new TestDomain(name, uuid ?? Guid.NewGuid());
    }

    public void Keep(TestDomain domain) => _domains[domain.Uuid] = domain;

    /// <summary>Removes a domain that has neither a definition nor a guest.</summary>
    public void Forget(TestDomain domain)
    {
        if (domain is { Definition: null, Guest: null })
        {
            _domains.Remove(domain.Uuid);
        }
    }

    /// <summary>Whether a domain is still the one that was looked up.</summary>
    public bool Has(TestDomain domain) => _domains.GetValueOrDefault(domain.Uuid) == domain;

    /// <summary>The next number.</summary>
    public uint NextId() => ++_lastId;

    private TestDomain? ByName(string name) => _domains.Values.FirstOrDefault(d => d.Name == name);
}
