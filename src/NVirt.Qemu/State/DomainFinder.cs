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
    /// <exception cref="DomainException">There is none, or what is kept of it cannot be read and it does not run.</exception>
    public FoundDomain Find(string domain) => (Guid.TryParse(domain, out Guid uuid) ? ByUuid(uuid) ?? throw DomainException.NotFound(domain) : null)
        ?? ByName(domain)
        ?? (uint.TryParse(domain, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? ById(id) : null)
        ?? throw (definitions.Look(domain).Problem is { } problem ? new DomainException(DomainErrorKind.Failed, problem) : DomainException.NotFound(domain));

    public FoundDomain? ByUuid(Guid uuid)
    {
        DomainDocument? definition = definitions.Find(uuid);
        FoundRun? run = runs.Look(uuid);
        string? name = run?.Record?.Name ?? definition?.Definition.Name ?? (run is null ? null : uuid.ToString());
        return name is null ? null : new FoundDomain(name, uuid, definition, run);
    }

    /// <summary>The UUID of a name, if that is taken.</summary>
    public Guid? UuidOf(string name) => definitions.Look(name).Definition?.Definition.Uuid ?? RunOf(name)?.Uuid;

    /// <summary>Refuses a name or a UUID that another domain has.</summary>
    /// <exception cref="DomainException">It is so (exists).</exception>
    public void RequireFree(string name, Guid uuid)
    {
        if (UuidOf(name) is { } other && other != uuid)
        {
            throw DomainException.NameTaken(name, other);
        }

        DomainDocument? definition = definitions.Find(uuid);
        string? owner = runs.Look(uuid) is { Life: not RunLife.Ended, Record: { } record } ? record.Name : definition?.Definition.Name;
        if (owner is not null && owner != name)
        {
            throw DomainException.UuidTaken(uuid, owner);
        }
    }

    private FoundDomain? ByName(string name)
    {
        DomainDocument? definition = definitions.Look(name).Definition;
        FoundRun? run = definition?.Definition.Uuid is { } uuid ? runs.Look(uuid) : RunOf(name);
        return (run?.Uuid ?? definition?.Definition.Uuid) is { } found ? new FoundDomain(name, found, definition, run) : null;
    }

    private FoundDomain? ById(uint id) => runs.Living().FirstOrDefault(r => r.Record?.Id == id) is { } run
        ? new FoundDomain(run.Record!.Name, run.Uuid, definitions.Find(run.Uuid), run)
        : null;

    private FoundRun? RunOf(string name) => runs.Living().FirstOrDefault(r => r.Record?.Name == name);
}
