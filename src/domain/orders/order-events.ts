import type { OrderColour, OrderNumber } from './order.ts';

interface OrderFact<Kind extends string, Data> {
  readonly kind: Kind;
  readonly at: string;
  /** `null`: by rule. */
  readonly by: string | null;
  readonly data: Data;
}

/** What can have happened to an order. */
export type OrderEvent =
  | OrderFact<
      'order.drafted',
      {
        readonly orderId: string;
        readonly unitId: string;
        readonly problemIds: readonly string[];
        readonly colour: OrderColour;
        readonly title: string;
        readonly demands: string;
        readonly answerHours: number;
        readonly stepKey: string | null;
      }
    >
  | OrderFact<
      'order.edited',
      {
        readonly colour: OrderColour;
        readonly title: string;
        readonly demands: string;
        readonly answerHours: number;
        readonly problemIds: readonly string[];
      }
    >
  | OrderFact<
      'order.problems_added',
      { readonly problemIds: readonly string[]; readonly colour: OrderColour }
    >
  | OrderFact<'order.issued', OrderNumber & { readonly answerDueAt: string }>
  | OrderFact<'order.acknowledged', Record<never, never>>
  | OrderFact<'order.answered', { readonly answer: string; readonly photoIds: readonly string[] }>
  | OrderFact<'order.accepted', { readonly remark: string }>
  | OrderFact<'order.sent_back', { readonly reason: string; readonly answerDueAt: string }>
  | OrderFact<'order.withdrawn', { readonly reason: string }>
  | OrderFact<'order.answer_overdue', { readonly answerDueAt: string }>;
