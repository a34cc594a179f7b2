using System.Globalization;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.State;

/// <summary>Finds domains by what people call them.</summary>
internal sealed class DomainFinder(DefinitionStore definitions, RunStore runs)
{
    /// <summary>
    /// A domain by UUID, name or number. What looks like a UUID means that: a domain of such a name, from before they were refused, answers to
    /// its own UUID.
    /// </summary>
    /// <exception cref="DomainException">There is none.</exception>
    public FoundDomain Find(string domain) => (Guid.TryParse(domain, out Guid uuid) ? ByUuid(uuid) ?? throw DomainException.NotFound(domain) : null)
        ?? ByName(domain)
        ?? (uint.TryParse(domain, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? ById(id) : null)
        ?? throw DomainException.NotFound(domain);

    public FoundDomain? ByUuid(Guid uuid)
    {
        DomainDocument? definition = definitions.Find(uuid);
        RunRecord? record = runs.Read(uuid);
        string? name = record?.Name ?? definition?.Definition.Name;
        return name is null ? null : new FoundDomain(name, uuid, definition, record);
    }

    /// <summary>The UUID of a name, if that is taken.</summary>
    public Guid? UuidOf(string name) => definitions.Read(name)?.Definition.Uuid ?? runs.All().FirstOrDefault(r => r.Name == name)?.Uuid;

    /// <summary>Refuses a name or a UUID that another domain has.</summary>
    /// <exception cref="DomainException">It is so (exists).</exception>
    public void RequireFree(string name, Guid uuid)
    {
        if (UuidOf(name) is { } other && other != uuid)
        {
            throw DomainException.NameTaken(name, other);
        }

        if (ByUuid(uuid) is { } taken && taken.Name != name)
        {
            throw DomainException.UuidTaken(uuid, taken.Name);
        }
    }

    private FoundDomain? ByName(string name)
    {
        DomainDocument? definition = definitions.Read(name);
        RunRecord? record = definition?.Definition.Uuid is { } uuid ? runs.Read(uuid) : runs.All().FirstOrDefault(r => r.Name == name);
        return (record?.Uuid ?? definition?.Definition.Uuid) is { } found ? new FoundDomain(name, found, definition, record) : null;
    }

    private FoundDomain? ById(uint id) => runs.All().FirstOrDefault(r => r.Id == id) is { } record
        ? new FoundDomain(record.Name, record.Uuid, definitions.Find(record.Uuid), record)
        : null;
}
