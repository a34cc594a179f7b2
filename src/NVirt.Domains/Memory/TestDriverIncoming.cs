using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Driver.Migration;

namespace NVirt.Domains.Memory;

public sealed partial class TestDriver
{
    /// <summary>The receiving end of one migration.</summary>
#pragma warning disable CA1001 // What it holds is released when the guest is taken over or removed, one of which always happens.
    private sealed class Incoming(TestDriver driver) : IArrivingGuest
#pragma warning restore CA1001
    {
        private TestWork? _work;
        private TestLink? _link;
        private DomainDocument? _kept;

        public string Name => driver.Uri.ToString();

        public async Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation)
        {
            driver.Validate(offer.Document);
            TestCpu cpu = Judge(offer);
            TestDomain domain = driver.Look(() => Place(offer.Document));
            IDisposable turn = await domain.TakeAsync("incoming", driver._options.Patience, cancellation);
            try
            {
                driver.Look(() => Reserve(domain, offer.Document, cpu));
            }
            catch
            {
                turn.Dispose();
                throw;
            }

            _work = new TestWork(driver._domains, domain, turn);
            await _work.DoAsync(token => driver.StepAsync(TestStep.Prepare, domain, token), cancellation);
            _kept = offer.IsPersistent ? offer.Definition ?? offer.Document : null;
            _link = new TestLink();
            return _link.Address;
        }

        public async Task<DomainSummary> TakeOverAsync(bool isPaused, CancellationToken cancellation)
        {
            TestWork work = _work!;
            await work.DoAsync(_link!.Arrived.WaitAsync, cancellation);
            await work.DoAsync(token => driver.StepAsync(TestStep.Finish, work.Domain, token), cancellation);
            DomainSummary arrived = driver.Look(() => Arrive(work.Domain, isPaused));
            Leave();
            return arrived;
        }

        public Task RemoveAsync()
        {
            if (_work is { } work)
            {
                driver.Look(() =>
                {
                    work.Domain.Guest = null;
                    driver._domains.Forget(work.Domain);
                });
            }

            Leave();
            return Task.CompletedTask;
        }

        // A guest that already runs here is refused at once: it may be the very one that is being migrated.
        private TestDomain Place(DomainDocument document)
        {
            TestDomain domain = driver._domains.ForDocument(document.Definition.Name!, document.Definition.Uuid);
            return domain.Guest is null ? domain : throw DomainException.AlreadyRuns(domain.Name);
        }

        // Another domain of the same name or UUID may have appeared while this one waited.
        private void Reserve(TestDomain domain, DomainDocument document, TestCpu cpu)
        {
            TestDomain there = Place(document);
            if (there != domain && driver._domains.Has(there))
            {
                throw DomainException.NameTaken(there.Name, there.Uuid);
            }

            domain.Guest = driver.NewGuest(document, cpu) with { Reason = DomainStateReason.MigratingIn };
            driver._domains.Keep(domain);
        }

        private TestCpu Judge(MigrationOffer offer)
        {
            try
            {
                return driver._cpus.BuildSame(offer);
            }
            catch (CpuException e)
            {
                throw new DomainException(DomainErrorKind.Refused, e.Message, e);
            }
        }

        private DomainSummary Arrive(TestDomain domain, bool isPaused)
        {
            TestGuest guest = domain.RequireGuest();
            domain.Guest = isPaused
                ? guest.In(DomainState.Paused, DomainStateReason.User)
                : guest.In(DomainState.Running, DomainStateReason.Migrated);
            if (_kept is not null)
            {
                DomainEventDetail detail = domain.Definition is null ? DomainEventDetail.Added : DomainEventDetail.Updated;
                domain.Definition = _kept;
                driver.Tell(domain, DomainEventKind.Defined, detail);
            }

            driver.TellBegin(domain, DomainEventDetail.Migrated, DomainEventDetail.Migrated);
            return domain.Summary;
        }

        private void Leave()
        {
            _link?.Dispose();
            _work?.Dispose();
            (_link, _work) = (null, null);
        }
    }
}
