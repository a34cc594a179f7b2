using System.Globalization;

namespace NVirt.Domains;

/// <summary>The domains of a test driver, and their numbers. Who reads or changes them has <see cref="Lock"/>, which is never held for long.</summary>
internal sealed class TestDomains
{
    private readonly Dictionary<Guid, TestDomain> _domains = [];
    private uint _lastId;

    public Lock Lock { get; } = new();

    public IReadOnlyList<DomainSummary> List() =>
    [
        .. _domains.Values.Select(d => d.Summary).OrderBy(d => d.Id ?? long.MaxValue).ThenBy(d => d.Name, StringComparer.Ordinal),
    ];

    /// <summary>A domain by name, UUID or number.</summary>
    /// <exception cref="DomainException">There is none.</exception>
    public TestDomain Find(string domain) => ByName(domain)
        ?? (Guid.TryParse(domain, out Guid uuid) ? _domains.GetValueOrDefault(uuid) : null)
        ?? (uint.TryParse(domain, NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
            ? _domains.Values.FirstOrDefault(d => d.Guest?.Id == id)
            : null)
        ?? throw DomainException.NotFound(domain);

    /// <summary>The domain of a document, which may be a new one.</summary>
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

    /// <summary>Forgets a domain of which nothing is left.</summary>
    public void Forget(TestDomain domain)
    {
        if (domain is { Definition: null, Guest: null })
        {
            _domains.Remove(domain.Uuid);
        }
    }

    /// <summary>Whether a domain is still the one that was found.</summary>
    public bool Has(TestDomain domain) => _domains.GetValueOrDefault(domain.Uuid) == domain;

    /// <summary>The next number.</summary>
    public uint NextId() => ++_lastId;

    private TestDomain? ByName(string name) => _domains.Values.FirstOrDefault(d => d.Name == name);
}
