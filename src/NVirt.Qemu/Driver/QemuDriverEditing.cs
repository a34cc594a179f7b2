using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver;

/// <summary>What is written of domains.</summary>
public sealed partial class QemuDriver : IDomainEditing
{
    /// <inheritdoc/>
    public async Task EditAsync(
        DomainReference domain, bool isInactive, Func<DomainDocument, DomainDocument> edit, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(edit);
        if (isInactive)
        {
            using (await _folder.LockAsync(StateFolder.Names, domain.ToString(), cancellation))
            {
                FoundDomain found = _finder.Find(domain);
                _definitions.Write(edit(found.Definition ?? throw DomainException.NotDefined(found.Name)));
            }

            return;
        }

        await UseAsync(domain, "edit", options: null, (_, record, _) =>
        {
            _runs.Write(record with { Document = edit(record.Document) });
            return Task.CompletedTask;
        }, cancellation);
    }
}
