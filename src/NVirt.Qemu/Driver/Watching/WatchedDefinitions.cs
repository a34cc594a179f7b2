using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver.Watching;

/// <summary>Definitions that appear, change and disappear.</summary>
internal sealed class WatchedDefinitions(DefinitionStore definitions, WatchNews news)
{
    private readonly Dictionary<string, (DateTime? Changed, Guid Uuid)> _known = new(StringComparer.Ordinal);

    /// <summary>Looks at all.</summary>
    public void LookAtAll()
    {
        foreach (string name in definitions.Names().Concat(_known.Keys).Distinct(StringComparer.Ordinal).ToArray())
        {
            LookAt(name);
        }
    }

    /// <summary>Looks at one, whether it is there or not.</summary>
    public void LookAt(string name)
    {
        bool isNew = !_known.TryGetValue(name, out (DateTime? Changed, Guid Uuid) known);
        DateTime? changed = definitions.ChangedAt(name);
        if (changed is null)
        {
            if (!isNew)
            {
                news.Add(name, known.Uuid, DomainEventKind.Undefined, DomainEventDetail.Removed);
                _known.Remove(name);
            }

            return;
        }

        if (!isNew && known.Changed == changed)
        {
            return;
        }

        (DomainDocument? definition, string? problem) = definitions.Look(name);
        if (definition is null && problem is null)
        {
            // It was undefined at this moment, which is reported next.
            return;
        }

        Guid uuid = definition?.Definition.Uuid ?? Guid.Empty;
        _known[name] = (changed, uuid);
        if (problem is null)
        {
            news.Add(name, uuid, DomainEventKind.Defined, isNew ? DomainEventDetail.Added : DomainEventDetail.Updated);
        }
        else
        {
            news.Add(name, uuid, DomainEventKind.Missed, text: problem);
        }
    }
}
