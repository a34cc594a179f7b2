using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Qemu.State;

/// <summary>Finds domains.</summary>
internal sealed class DomainFinder(DefinitionStore definitions, RunStore runs)
{
    /// <summary>The domain that is meant.</summary>
    /// <exception cref="DomainException">There is none, or its saved files cannot be read and it does not run.</exception>
    public FoundDomain Find(DomainReference domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        FoundDomain? found = domain switch
        {
            { Uuid: { } uuid } => ByUuid(uuid),
            { Id: { } id } => ById(id),
            _ => ByName(domain.Name!),
        };
        return found ?? throw (domain.Name is { } name && definitions.Look(name).Problem is { } problem
            ? new DomainException(DomainErrorKind.Failed, problem)
            : DomainException.NotFound(domain));
    }

    public FoundDomain? ByUuid(Guid uuid)
    {
        DomainDocument? definition = definitions.Find(uuid);
        FoundRun? run = runs.Look(uuid);
        string? name = run?.Record?.Name ?? definition?.Definition.Name ?? (run is null ? null : uuid.ToString());
        return name is null ? null : new FoundDomain(name, uuid, definition, run);
    }

    /// <summary>The UUID of the domain with a name, if there is one.</summary>
    public Guid? UuidOf(string name) => definitions.Look(name).Definition?.Definition.Uuid ?? RunOf(name)?.Uuid;

    /// <summary>Refuses a name or a UUID that another domain has.</summary>
    /// <exception cref="DomainException">Another domain has it (exists).</exception>
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
